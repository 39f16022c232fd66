UPDATE agents SET rights = replace(rights, '"listen",', '');
