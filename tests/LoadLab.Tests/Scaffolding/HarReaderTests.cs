using LoadLab.Core;
using LoadLab.Scaffolding;
using LoadLab.Scaffolding.Har;
using LoadLab.Scaffolding.Journeys;

namespace LoadLab.Tests.Scaffolding;

public sealed class HarReaderTests
{
    private const string Visit = """
        {"log": {"version": "1.2", "entries": [
          {"startedDateTime": "2026-01-31T12:00:00.000Z", "time": 100,
           "request": {"method": "GET", "url": "https://shop.example/", "headers": [{"name": ":authority", "value": "shop.example"}, {"name": "Accept", "value": "text/html"}, {"name": "User-Agent", "value": "x"}]},
           "response": {"headers": [{"name": "Set-Cookie", "value": "sid=c00kie-S3CRETMARK; Path=/"}], "content": {"mimeType": "text/html", "text": "<form><input type=\"hidden\" name=\"csrf\" value=\"abcdef123456\"></form>"}}},
          {"startedDateTime": "2026-01-31T12:00:00.200Z", "time": 20, "request": {"method": "GET", "url": "https://shop.example/logo.png", "headers": []}, "response": {"headers": [], "content": {"mimeType": "image/png"}}},
          {"startedDateTime": "2026-01-31T12:00:00.300Z", "time": 20, "request": {"method": "GET", "url": "https://ads.example/pixel", "headers": []}, "response": {"headers": [], "content": {"mimeType": "text/plain"}}},
          {"startedDateTime": "2026-01-31T12:00:03.100Z", "time": 400,
           "request": {"method": "POST", "url": "https://shop.example/api/login", "headers": [{"name": "Cookie", "value": "sid=c00kie-S3CRETMARK"}, {"name": "Content-Type", "value": "application/x-www-form-urlencoded"}],
             "postData": {"mimeType": "application/x-www-form-urlencoded", "text": "user=ann&password=S3CRETMARK&csrf=abcdef123456"}},
           "response": {"headers": [], "content": {"mimeType": "application/json", "text": "{\"token\": \"tok-S3CRETMARK-1\", \"user\": {\"id\": 4711}}"}}},
          {"startedDateTime": "2026-01-31T12:00:03.600Z", "time": 10,
           "request": {"method": "GET", "url": "https://shop.example/api/users/4711/orders?page=1", "headers": [{"name": "Authorization", "value": "Bearer tok-S3CRETMARK-1"}]},
           "response": {"headers": [], "content": {"mimeType": "application/json", "encoding": "base64", "text": "eyJpdGVtcyI6W3siaWQiOjEyfSx7ImlkIjo5OX1dfQ=="}}},
          {"startedDateTime": "2026-01-31T12:00:05.000Z", "time": 10,
           "request": {"method": "PUT", "url": "https://shop.example/api/orders/99", "headers": [{"name": "Authorization", "value": "Bearer tok-S3CRETMARK-1"}], "postData": {"mimeType": "application/json", "text": "{\"orderId\": 99, \"page\": 1}"}},
           "response": {"headers": [], "content": {"mimeType": "application/json", "text": "{}"}}}
        ]}}
        """;

    [Fact]
    public void What_came_from_an_answer_is_taken_from_it()
    {
        var journey = HarReader.Read(Visit, "visit.har");

        journey.Requests.Select(request => $"{request.Method} {Shown(request.Url)} {request.Step} {request.Think.TotalSeconds}").Should().Equal(
            "GET / get_home 0", "POST /api/login post_login 3", "GET /api/users/<userId>/orders?page=1 get_users_by_id_orders 0", "PUT /api/orders/<orderId> put_orders_by_id 1.39");
        journey.Requests[0].Takes.Select(take => (take.Value, take.From)).Should().Equal(("sid", TakeFrom.Cookie), ("csrf", TakeFrom.Between));
        journey.Requests[1].Body.Should().BeOfType<RequestBody.Form>().Which.Fields.Select(field => $"{field.Name}={Shown(field.Value)}").Should().Equal("user=ann", "password=S3CRETMARK", "csrf=<csrf>");
        journey.Requests[1].Takes.Select(take => $"{take.Value} {string.Join('.', take.Path)}").Should().BeEquivalentTo("userId user.id", "token token");
        journey.Requests[2].Takes.Single().Path.Should().Equal("items", 1, "id");
        journey.Requests[3].Body.Should().BeOfType<RequestBody.Json>().Which.Value.ToJsonString().Should().Contain("#orderId").And.Contain("\"page\":1");
    }

    [Fact]
    public void Other_hosts_and_images_are_left_out_and_said()
    {
        HarReader.Read(Visit, "visit.har").Notes.Should().Equal(
            "Left out: 1 request to ads.example, which is not the host that was asked most (shop.example).", "Left out: 1 image, style, script or font of shop.example.");
    }

    [Fact]
    public void No_secret_of_the_recording_is_in_the_project()
    {
        var (texts, _) = NewProject.Files(new ProjectPlan { Folder = "shop", Name = "Shop", Version = "1.2.3", Journey = HarReader.Read(Visit, "visit.har") });

        texts.Should().NotContain(file => file.Value.Contains("S3CRETMARK", StringComparison.Ordinal));
        texts["scenarios/Shop/ShopUser.cs"].Should().Contain("var orderId = getUsersByIdOrders.Json().At(\"items\").At(1).At(\"id\").Number();").And.Contain("Task.Delay(TimeSpan.FromSeconds(3)");
        texts["scenarios/Shop/Requests.cs"].Should().Contain(".WithHeader(\"Cookie\", $\"sid={sid}\")").And.Contain("new(\"password\", context.Settings[\"password\"])");
        texts["scenarios/suites/shop.yaml"].Should().Contain("model: closed");
    }

    [Fact]
    public void The_token_in_the_head_of_a_page_is_taken_from_there()
    {
        var journey = HarReader.Read("""
            {"log": {"entries": [
              {"startedDateTime": "2026-01-31T12:00:00Z", "request": {"method": "GET", "url": "https://shop.example/", "headers": []}, "response": {"headers": [], "content": {"mimeType": "text/html", "text": "<head><meta name=\"csrf-token\" content=\"abcdef123456\"></head>"}}},
              {"startedDateTime": "2026-01-31T12:00:01Z", "request": {"method": "POST", "url": "https://shop.example/cart", "headers": [{"name": "X-CSRF-TOKEN", "value": "abcdef123456"}]}, "response": {"headers": [], "content": {}}}
            ]}}
            """, "a.har");

        journey.Requests[0].Takes.Single().Path.Should().Equal("<meta name=\"csrf-token\" content=\"", "\"");
        journey.Requests[1].Headers.Select(header => Shown(header.Value)).Should().Equal("<csrfToken>");
    }

    [Fact]
    public void Sockets_and_credentials_that_are_not_in_the_recording_are_told()
    {
        static string Recording(string header) => """
            {"log": {"creator": {"name": "WebInspector"}, "entries": [
              {"startedDateTime": "2026-01-31T12:00:00Z", "request": {"method": "GET", "url": "https://shop.example/a", "headers": [HEADER]}, "response": {"headers": [], "content": {}}},
              {"startedDateTime": "2026-01-31T12:00:01Z", "request": {"method": "GET", "url": "wss://shop.example/live", "headers": []}, "response": {"status": 101, "headers": [], "content": {}}},
              {"startedDateTime": "2026-01-31T12:00:02Z", "request": {"method": "GET", "url": "https://shop.example/chat", "headers": []}, "response": {"status": 101, "headers": [], "content": {}}}
            ]}}
            """.Replace("HEADER", header, StringComparison.Ordinal);
        const string Sockets = "Left out: 2 WebSockets. The package LoadLab.Sdk.WebSockets has steps for what goes over them.";

        var bare = HarReader.Read(Recording(""), "a.har");

        bare.Requests.Select(request => request.Url).Should().Equal("/a");
        bare.Notes.Should().HaveCount(2).And.Contain(Sockets).And.Contain(note => note.StartsWith("The recording has no cookies and no Authorization: Chrome leaves them out", StringComparison.Ordinal));
        HarReader.Read(Recording("""{"name": "cookie", "value": "a=b"}"""), "a.har").Notes.Should().Equal(Sockets);
    }

    [Fact]
    public void Steps_tell_operations_of_GraphQL_apart_and_have_neither_ids_nor_secrets_in_their_names()
    {
        static string Entry(string method, string path, string body = "", string answer = "{}")
        {
            var sent = body.Length == 0 ? "" : ", \"postData\": {\"mimeType\": \"application/json\", \"text\": " + System.Text.Json.JsonSerializer.Serialize(body) + "}";
            return "{\"startedDateTime\": \"2026-01-31T12:00:00Z\", \"request\": {\"method\": \"" + method + "\", \"url\": \"https://shop.example" + path + "\", \"headers\": []" + sent
                + "}, \"response\": {\"headers\": [], \"content\": {\"mimeType\": \"application/json\", \"text\": " + System.Text.Json.JsonSerializer.Serialize(answer) + "}}}";
        }

        string[] entries =
        [
            Entry("POST", "/graphql", """{"query": "query LatestOrders { orders { number } }"}""", """{"orders": [{"number": "ORD-10234", "slug": "red-shoes", "objectId": "kTzaBxQLSE", "id": "products"}]}"""),
            Entry("POST", "/graphql", """{"operationName": "AddToCart", "query": "mutation AddToCart($id: ID!) { add(id: $id) { id } }"}"""),
            Entry("POST", "/graphql", """{"query": "{ me { name } }"}"""),
            Entry("GET", "/orders/ORD-10234"),
            Entry("GET", "/classes/Article/kTzaBxQLSE"),
            Entry("GET", "/classes/Comment?where=%7B%22article%22%3A%7B%22objectId%22%3A%22kTzaBxQLSE%22%7D%7D&limit=9"),
            Entry("GET", "/products/red-shoes"),
            Entry("GET", "/products/blue-shoes"),
            Entry("GET", "/users/ann%40shop.example"),
            Entry("GET", "/verify/eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln"),
        ];
        var journey = HarReader.Read("{\"log\": {\"entries\": [" + string.Join(',', entries) + "]}}", "a.har");

        journey.Requests.Select(request => $"{request.Step} {Shown(request.Url)}").Should().Equal(
            "post_graphql_latest_orders /graphql", "post_graphql_add_to_cart /graphql", "post_graphql /graphql", "get_orders_by_id /orders/<number>", "get_classes_article_by_id /classes/Article/<objectId>",
            "get_classes_comment /classes/Comment?where=%7B%22article%22%3A%7B%22objectId%22%3A%22<objectId>%22%7D%7D&limit=9", "get_products_by_id /products/<slug>",
            "get_products_blue_shoes /products/blue-shoes", "get_users_by_id /users/ann%40shop.example", "get_verify_by_id /verify/eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln");
    }

    [Fact]
    public void All_faults_are_told_at_once()
    {
        var read = () => HarReader.Read("""{"log": {"entries": [{"startedDateTime": "soon", "request": {"url": "ftp://a/b"}}, {"startedDateTime": "2026-01-31T12:00:00Z", "request": {"method": "GET"}}]}}""", "a.har");

        read.Should().Throw<LoadLabException>().Which.Faults.Should().Equal(
            "log.entries[0].request.url is 'ftp://a/b': it must be an http or https address.",
            "log.entries[0].request.method is missing.",
            "log.entries[0].startedDateTime is 'soon': it must be a time, such as 2026-01-31T12:00:00.000Z.",
            "log.entries[1].request.url is missing: it must be an http or https address.");
    }

    [Theory]
    [InlineData("{\"log\": ", "The HAR file 'a.har' is no JSON: it breaks off in line 1, byte 9.")]
    [InlineData("[]", "'a.har' is no HAR file: it has no 'log.entries'.")]
    [InlineData("{\"log\": {\"entries\": []}}", "The HAR file 'a.har' has no request.")]
    public void What_is_no_recording_is_refused(string text, string expected)
    {
        var read = () => HarReader.Read(text, "a.har");

        read.Should().Throw<LoadLabException>().WithMessage(expected);
    }

    private static string Shown(string text) => string.Concat(Place.Split(text).Select(part => part.Value is null ? part.Words : $"<{part.Value}>"));
}
