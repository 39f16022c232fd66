//! Offers as the Cloud API sends them, and as nobody should.

use sound::Error;

use crate::world::exchange;

/// As in the webhooks of real calls; addresses and names are made up.
const REAL: &str = "v=0\r\no=- 1741113186367 2 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\na=group:BUNDLE audio\r\n\
a=msid-semantic: WMS 6932bba1-f4b0-45fb-8d38-e1bbd4b01adc\r\na=ice-lite\r\nm=audio 3480 UDP/TLS/RTP/SAVPF 111 126\r\n\
c=IN IP4 192.0.2.60\r\na=rtcp:9 IN IP4 0.0.0.0\r\n\
a=candidate:1364865796 1 udp 2113937151 192.0.2.60 3480 typ host generation 0 network-cost 50 ufrag 2I6nWLMZHPP\r\n\
a=candidate:3113280040 1 udp 2113939711 2001:db8:f131:87:face:b00c:0:6443 3480 typ host generation 0 network-cost 50 ufrag 2I6nWLMZHPP\r\n\
a=ice-ufrag:2I6nWLMZHPP\r\na=ice-pwd:yzhOfJBLRtGCvMH3yJTBV/==\r\n\
a=fingerprint:sha-256 3B:1C:52:3C:74:A1:13:4E:AC:EF:A8:E0:29:A9:86:F6:D0:BE:1E:53:C3:83:E9:C4:2A:B5:47:1F:D2:07:6D:99\r\n\
a=setup:actpass\r\na=mid:audio\r\n\
a=extmap:3 http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01\r\na=sendrecv\r\n\
a=msid:6932bba1-f4b0-45fb-8d38-e1bbd4b01adc WhatsAppTrack1\r\na=rtcp-mux\r\na=rtpmap:111 opus/48000/2\r\n\
a=rtcp-fb:111 transport-cc\r\n\
a=fmtp:111 maxaveragebitrate=20000;maxplaybackrate=16000;minptime=20;sprop-maxcapturerate=16000;useinbandfec=1\r\n\
a=rtpmap:126 telephone-event/8000\r\na=maxptime:20\r\na=ptime:20\r\n\
a=ssrc:3346738841 cname:WhatsAppAudioStream1\r\n";

/// As the documentation has it: other parameters of Opus.
fn documented() -> String {
    REAL.replace(
        "maxaveragebitrate=20000;maxplaybackrate=16000;minptime=20;sprop-maxcapturerate=16000;useinbandfec=1",
        "minptime=10;useinbandfec=1",
    )
}

#[tokio::test(flavor = "multi_thread")]
async fn whatsapps_offers_are_answered_with_opus_and_by_us_as_client() {
    let exchange = exchange();
    for offer in [REAL.to_owned(), documented()] {
        let (call, answer) = exchange.incoming(&offer).await.unwrap();
        assert!(answer.contains("a=rtpmap:111 opus/48000/2\r\n"), "{answer}");
        assert!(answer.contains("a=rtpmap:126 telephone-event/8000\r\n"), "{answer}");
        assert!(
            answer.contains("a=setup:active\r\n") && answer.contains("a=mid:audio\r\n"),
            "{answer}"
        );
        assert_eq!(answer.matches("a=fingerprint:").count(), 1, "{answer}");
        assert_eq!(answer.matches("a=fingerprint:sha-256 ").count(), 1, "{answer}");
        assert!(
            !answer.contains("a=ice-lite") && !answer.replace("\r\n", "").contains('\n'),
            "{answer}"
        );
        call.close().await;
    }
}

/// One line of it, or a part of one, is gone, twice there, or another.
fn damaged(offer: &str, random: &mut fastrand::Rng) -> String {
    let mut lines: Vec<String> = offer.lines().map(str::to_owned).collect();
    for _ in 0..random.usize(1..5) {
        let (at, other) = (random.usize(..lines.len()), random.usize(..lines.len()));
        let end = random.usize(..=lines[at].len());
        match random.u32(..6) {
            0 => drop(lines.remove(at)),
            1 => lines.insert(at, lines[at].clone()),
            2 => lines.swap(at, other),
            3 => lines[at].truncate(end),
            4 => {
                let odd = ["-1", "99999999999999999999", "", "\u{0}", "::", "opus/0/0"];
                let digits = lines[at].split(' ').next_back().unwrap().to_owned();
                lines[at] = lines[at].replace(&digits, random.choice(odd).unwrap());
            }
            _ => lines[at] = "x".repeat(random.usize(..5_000)),
        }
        if lines.is_empty() {
            break;
        }
    }
    lines.join("\r\n") + "\r\n"
}

#[tokio::test(flavor = "multi_thread")]
async fn damaged_offers_are_answered_or_refused_and_the_next_is_answered() {
    let seed = std::env::var("ONEVOICE_TEST_SEED").ok().map(|seed| seed.parse().unwrap());
    let seed = seed.unwrap_or_else(|| fastrand::u64(..));
    println!("ONEVOICE_TEST_SEED={seed}");
    let (exchange, mut random) = (exchange(), fastrand::Rng::with_seed(seed));
    let mut refused = 0;
    for _ in 0..300 {
        match exchange.incoming(&damaged(REAL, &mut random)).await {
            Ok((call, _)) => call.close().await,
            Err(Error::Sdp(why)) => {
                assert!(!why.is_empty());
                refused += 1;
            }
            Err(error) => panic!("{error}"),
        }
    }
    assert!(refused > 0 && refused < 300, "{refused} of 300 are refused");
    let (call, answer) = exchange.incoming(REAL).await.unwrap();
    assert!(answer.contains("a=rtpmap:111 opus/48000/2\r\n"), "{answer}");
    call.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_no_offer_is_refused_and_harms_nobody() {
    let exchange = exchange();
    let lines: Vec<&str> = REAL.lines().collect();
    let mut hostile: Vec<String> = vec![
        String::new(),
        "v=0".into(),
        "a=".repeat(10_000),
        REAL.replace("111", "99999999999"),
        REAL.replace("m=audio", "m=video"),
        REAL.replace("a=ice-pwd:", "a=ice-password:"),
        REAL.replace("sha-256", "sha-9"),
        REAL.replace("192.0.2.60 3480", "999.0.2.60 99999"),
        REAL.replace("a=mid:audio", "a=mid:"),
        format!("{REAL}{REAL}"),
    ];
    // Each line cut, doubled and left out.
    for nth in 0..lines.len() {
        let line = lines[nth];
        let with = |other: &str| {
            let line = |(at, line): (usize, &&str)| {
                if at == nth { other.to_owned() } else { (*line).to_owned() }
            };
            lines.iter().enumerate().map(line).collect::<Vec<_>>().join("\r\n") + "\r\n"
        };
        hostile.push(with(&line[..line.len() / 2]));
        hostile.push(with(&format!("{line}\r\n{line}")));
        hostile.push(with("a=x"));
    }
    for offer in hostile {
        // Some can still be used; none may do harm.
        match exchange.incoming(&offer).await {
            Ok((call, _)) => call.close().await,
            Err(error) => assert!(matches!(error, Error::Sdp(_)), "{error}: {offer}"),
        }
    }
    let (call, _) = exchange.incoming(REAL).await.unwrap();
    assert!(matches!(call.attach("v=0\r\n", None).await, Err(Error::Sdp(_))));
    call.close().await;
}
