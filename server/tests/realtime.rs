mod live;
mod rights;
