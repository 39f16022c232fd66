//! Files, templates and numbers.

use reqwest::multipart::{Form, Part};
use serde_json::{Value, json};

use crate::business::{Business, NUMBER};

const TOKEN: &str = "simulator-access-token";

impl Business {
    async fn gets(&self, url: &str) -> (u16, Value) {
        let answer = self.http.get(url).bearer_auth(TOKEN).send().await.unwrap();
        (answer.status().as_u16(), answer.json().await.unwrap_or_default())
    }

    async fn uploads(&self, mime_type: &str, bytes: &[u8]) -> (u16, Value) {
        let part = Part::bytes(bytes.to_vec()).file_name("lamp").mime_str(mime_type).unwrap();
        let form = Form::new()
            .text("messaging_product", "whatsapp")
            .text("type", mime_type.to_owned())
            .part("file", part);
        let request = self.http.post(self.url(&format!("{NUMBER}/media"))).bearer_auth(TOKEN);
        let answer = request.multipart(form).send().await.unwrap();
        (answer.status().as_u16(), answer.json().await.unwrap())
    }
}

#[tokio::test]
async fn an_uploaded_file_is_found_downloaded_sent_and_deleted() {
    let business = Business::start().await;
    let sam = business.simulator.phone("Sam").await;
    sam.writes("Hello").await;
    let (_, uploaded) = business.uploads("image/png", b"not really a picture").await;
    let id = uploaded["id"].as_str().unwrap();

    let (_, file) = business.gets(&business.url(id)).await;
    assert_eq!((&file["mime_type"], &file["file_size"]), (&json!("image/png"), &json!(20)));
    let url = file["url"].as_str().unwrap();
    let stranger = business.http.get(url).send().await.unwrap();
    assert_eq!(stranger.status().as_u16(), 401);
    let download = business.http.get(url).bearer_auth(TOKEN).send().await.unwrap();
    assert_eq!(download.headers()["content-type"], "image/png");
    assert_eq!(download.bytes().await.unwrap(), "not really a picture");

    let image = json!({
        "messaging_product": "whatsapp", "to": sam.number(), "type": "image",
        "image": { "id": id, "caption": "A lamp" },
    });
    assert_eq!(business.posts(image.clone()).await.0, 200);
    assert_eq!(sam.received()[0].body["caption"], "A lamp");

    let deleted = business.http.delete(business.url(id)).bearer_auth(TOKEN).send().await.unwrap();
    assert_eq!(deleted.json::<Value>().await.unwrap(), json!({ "success": true }));
    let (status, answer) = business.posts(image).await;
    assert_eq!((status, &answer["error"]["code"]), (400, &json!(100)));
}

#[tokio::test]
async fn a_link_that_was_tampered_with_leads_nowhere() {
    let business = Business::start().await;
    let (_, uploaded) = business.uploads("image/png", b"x").await;
    let (_, file) = business.gets(&business.url(uploaded["id"].as_str().unwrap())).await;
    let url = file["url"].as_str().unwrap().replace("ext=1", "ext=9");
    assert_eq!(business.gets(&url).await.0, 404);
}

#[tokio::test]
async fn files_of_other_types_are_refused() {
    let business = Business::start().await;
    let (status, answer) = business.uploads("application/x-msdownload", b"MZ").await;
    assert_eq!((status, &answer["error"]["code"]), (400, &json!(100)));
}

#[tokio::test]
async fn a_customers_file_comes_with_checksum_and_link() {
    let business = Business::start().await;
    let sam = business.simulator.phone("Sam").await;
    sam.sends_file("document", "text/plain", b"hello".to_vec(), json!({ "filename": "a.txt" }))
        .await;
    business.simulator.settled().await;
    let document = business.receiver.messages()[0]["document"].clone();
    assert_eq!(document["sha256"], "LPJNul+wow4m6DsqxbninhsWHlwfp0JecwQzYpOLmCQ=");
    assert_eq!(document["filename"], "a.txt");
    let download = business.http.get(document["url"].as_str().unwrap()).bearer_auth(TOKEN);
    assert_eq!(download.send().await.unwrap().bytes().await.unwrap(), "hello");
}

#[tokio::test]
async fn templates_come_in_pages_that_lead_to_one_another() {
    let business = Business::start().await;
    let mut url = business.url("100200300400500/message_templates?limit=4");
    let mut names = Vec::new();
    loop {
        let (_, page) = business.gets(&url).await;
        let data = page["data"].as_array().unwrap().clone();
        names.extend(
            data.iter().map(|template| (template["name"].clone(), template["language"].clone())),
        );
        let Some(next) = page["paging"]["next"].as_str() else { break };
        next.clone_into(&mut url);
    }
    assert_eq!(names.len(), 8);
    let approved = business.url("100200300400500/message_templates?status=APPROVED&fields=name");
    let (_, page) = business.gets(&approved).await;
    assert_eq!(page["data"][0], json!({ "id": "1001", "name": "hello_world" }));
    assert_eq!(page["data"].as_array().unwrap().len(), 6);
}

#[tokio::test]
async fn the_account_lists_its_numbers_and_takes_a_subscription() {
    let business = Business::start().await;
    let (_, numbers) = business.gets(&business.url("100200300400500/phone_numbers")).await;
    assert_eq!(numbers["data"][0]["id"], NUMBER);
    assert_eq!(numbers["data"][0]["display_phone_number"], "+1 555-078-3881");
    let (_, number) =
        business.gets(&business.url(&format!("{NUMBER}?fields=quality_rating"))).await;
    assert_eq!(number, json!({ "id": NUMBER, "quality_rating": "GREEN" }));
    let subscribe = business.http.post(business.url("100200300400500/subscribed_apps"));
    assert_eq!(subscribe.bearer_auth(TOKEN).send().await.unwrap().status().as_u16(), 200);
    let (status, answer) = business.gets(&business.url("123")).await;
    assert_eq!((status, &answer["error"]["error_subcode"]), (400, &json!(33)));
}
