//! Who writes on a busy day, and what. The numbers are made up; nobody is to be recognised.

/// A story: acts, each told when the business has answered the one before.
pub(super) type Story = &'static [&'static [Step]];

/// A customer of the day.
pub(super) struct Actor {
    pub(super) name: &'static str,
    pub(super) phone: &'static str,
    pub(super) wa_id: Option<&'static str>,
    /// Whoever has a username hides the phone number.
    pub(super) username: Option<&'static str>,
    pub(super) stories: &'static [Story],
}

/// Something a customer does.
pub(super) enum Step {
    Says(&'static str),
    /// Says, quoting the last answer.
    Quotes(&'static str),
    /// Puts an emoji to the last answer.
    Reacts(&'static str),
    /// A picture of a broken parcel, with this caption.
    Picture(&'static str),
    Place {
        name: &'static str,
        address: &'static str,
        latitude: f64,
        longitude: f64,
    },
}

use Step::{Picture, Place, Quotes, Reacts, Says};

const fn actor(name: &'static str, phone: &'static str, stories: &'static [Story]) -> Actor {
    Actor { name, phone, wa_id: None, username: None, stories }
}

pub(super) static ACTORS: [Actor; 12] = [
    actor(
        "Sam Carter",
        "16505550141",
        &[
            &[
                &[Says(
                    "Hi! Where is my order #1042? The tracking page hasn't changed since Monday 🤔",
                )],
                &[
                    Says("It's to Sam Carter, 14 Elm Street"),
                    Says("I need it by Friday, it's a birthday present"),
                ],
                &[Reacts("🙏"), Quotes("Perfect, Friday morning works. Thank you!")],
            ],
            &[&[Says("Do you gift-wrap?")], &[Says("Lovely, blue paper then please 🎁")]],
        ],
    ),
    Actor {
        wa_id: Some("551190000123"),
        ..actor(
            "Mariana Souza",
            "5511990000123",
            &[
                &[
                    &[Says("Oi! Tudo bem? 😊"), Says("Qual o horário de vocês no sábado?")],
                    &[Quotes("Ótimo! E dá pra retirar o pedido na loja?")],
                    &[Says("Maravilha, passo aí às 10h. Obrigada! 💛")],
                ],
                &[
                    &[Says("Oi, o frete pra Campinas é quanto?")],
                    &[Says("Fechado, pode mandar o link do pagamento?")],
                ],
            ],
        )
    },
    actor(
        "سارة المنصوري",
        "971500000123",
        &[
            &[
                &[Says("مرحبا، طلبت شحنة قبل ثلاثة أيام ولم تصل بعد 😕"), Says("رقم الطلب 1051")],
                &[Says("نعم، العنوان صحيح. متى سيتصل بي السائق؟")],
                &[Reacts("❤️"), Says("شكراً جزيلاً لكم")],
            ],
            &[&[Says("هل لديكم هذا المصباح باللون الأخضر؟")], &[Says("ممتاز، أريد اثنين من فضلكم")]],
        ],
    ),
    actor(
        "田中 美咲",
        "819000000123",
        &[
            &[
                &[Says("こんにちは。先週届いたマグカップの返品をお願いしたいのですが。")],
                &[Says("色がサイトの写真と少し違いました。未使用です。")],
                &[Quotes("ご丁寧にありがとうございます。明日発送します 🙇‍♀️")],
            ],
            &[&[Says("領収書を発行していただけますか？")], &[Says("ありがとうございます！")]],
        ],
    ),
    Actor {
        wa_id: Some("5215500000123"),
        ..actor(
            "Diego Hernández",
            "525500000123",
            &[
                &[
                    &[Says("Buenas tardes, quiero pedir dos lámparas azules para entrega hoy")],
                    &[
                        Says("Estoy aquí 👇"),
                        Place {
                            name: "Casa",
                            address: "Av. Insurgentes Sur 300, CDMX",
                            latitude: 19.4149,
                            longitude: -99.1665,
                        },
                    ],
                    &[Says("Pago en efectivo, ¿está bien?")],
                    &[Reacts("👍")],
                ],
                &[
                    &[Says("¿Tienen factura electrónica?")],
                    &[Says("Listo, les mando mi RFC por correo. Gracias")],
                ],
            ],
        )
    },
    actor(
        "Jonas Weber",
        "4915100000123",
        &[
            &[
                &[
                    Picture("So kam das Paket heute an …"),
                    Says("Die Lampe hat einen Sprung. Was machen wir da?"),
                ],
                &[Says("Lieber Ersatz als Geld zurück, sie ist ja schön 😄")],
                &[Quotes("Super, vielen Dank für die schnelle Hilfe!")],
            ],
            &[
                &[Says("Guten Tag, liefern Sie auch in die Schweiz?")],
                &[Says("Alles klar, danke.")],
            ],
        ],
    ),
    actor(
        "Priya Nair",
        "919000000123",
        &[
            &[
                &[Says("Hello, my refund for order 998 still hasn't come. It's been 9 days now.")],
                &[Says("Paid by UPI"), Says("The bank says nothing is pending on their side")],
                &[Quotes("Okay, I'll wait until Thursday then. Please keep me posted.")],
            ],
            &[
                &[Says("Is there a discount for 20 pieces? It's for our office Diwali gifts 🪔")],
                &[Says("That's a good price. Let me check with my manager.")],
            ],
        ],
    ),
    actor(
        "Chloé Martin",
        "33639980123",
        &[
            &[
                &[Says(
                    "Bonjour ! Je me suis trompée d'adresse en commandant, c'est encore possible de changer ?",
                )],
                &[Says("12 rue des Lilas, 69003 Lyon. Commande 1060.")],
                &[Reacts("🎉")],
            ],
            &[
                &[Says("Vous êtes ouverts le lundi de Pentecôte ?")],
                &[Says("Merci, bonne journée ☀️")],
            ],
        ],
    ),
    actor(
        "김민준",
        "821000000123",
        &[
            &[
                &[Says("안녕하세요, 재입고 알림 신청했는데 언제쯤 들어오나요?")],
                &[Says("네, 흰색으로 하나 예약해 주세요 🙂")],
                &[Says("감사합니다!")],
            ],
            &[
                &[Says("주문 취소 가능한가요? 방금 결제했어요")],
                &[Says("확인했습니다, 감사합니다.")],
            ],
        ],
    ),
    actor(
        "Chidi Okafor",
        "2348030000123",
        &[
            &[
                &[
                    Says("Good day. The driver called but I was in a meeting 😩"),
                    Says("Can he come back after 4?"),
                ],
                &[
                    Place {
                        name: "Office",
                        address: "Admiralty Way, Lekki",
                        latitude: 6.4474,
                        longitude: 3.4723,
                    },
                    Says("Security will call me when he's at the gate"),
                ],
                &[Reacts("🙏")],
            ],
            &[
                &[Says("How many days is the warranty on the desk lamp?")],
                &[Says("Two years, wow. Ordering now 🔥")],
            ],
        ],
    ),
    Actor {
        username: Some("kay.reads"),
        ..actor(
            "Kay ✨📚",
            "447700900123",
            &[
                &[
                    &[Says("heyyy is the reading lamp dimmable??")],
                    &[
                        Says("omg yes 😍 and does it come in black?"),
                        Says("for a very small bedside table"),
                    ],
                    &[Reacts("😍"), Says("sold!! thank youuu")],
                ],
                &[
                    &[Says("lamp arrived and it's PERFECT 💡💛")],
                    &[Says("left you five stars ⭐⭐⭐⭐⭐")],
                ],
            ],
        )
    },
    actor(
        "Dewi Lestari",
        "6281200000123",
        &[
            &[
                &[Says("Halo kak, barangnya masih ada? Yang warna hijau")],
                &[Says("Kalau ke Bandung berapa hari sampainya?")],
                &[Quotes("Oke kak, saya pesan satu ya. Makasih 🙏")],
            ],
            &[
                &[Says("Kak, bisa bayar pakai transfer bank?")],
                &[Says("Sip, sudah saya transfer ya")],
            ],
        ],
    ),
];

#[cfg(test)]
mod tests {
    use super::ACTORS;

    #[test]
    fn everybody_has_a_number_of_their_own_and_something_to_say() {
        let mut numbers: Vec<_> = ACTORS.iter().map(|actor| actor.phone).collect();
        numbers.sort_unstable();
        numbers.dedup();
        assert_eq!(numbers.len(), ACTORS.len());
        for actor in &ACTORS {
            let told = actor.stories.iter().flat_map(|story| story.iter());
            assert!(told.clone().count() > 0 && told.clone().all(|act| !act.is_empty()));
        }
    }
}
