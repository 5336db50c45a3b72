using LoadLab.Core;
using LoadLab.Scaffolding;
using LoadLab.Scaffolding.Journeys;
using LoadLab.Scaffolding.Postman;

namespace LoadLab.Tests.Scaffolding;

public sealed class PostmanReaderTests
{
    private const string Shop = """
        {"info": {"name": "Shop", "schema": "https://schema.getpostman.com/json/collection/v2.1.0/collection.json"},
         "variable": [{"key": "baseUrl", "value": "https://{{host}}/v1"}, {"key": "host", "value": "shop.example"}, {"key": "kind", "value": "lamp"}, {"key": "count", "value": 3}, {"key": "apiKey", "value": "S3CRETMARK"}],
         "auth": {"type": "bearer", "bearer": [{"key": "token", "value": "{{token}}"}]},
         "item": [
           {"name": "Log in", "event": [{"listen": "test", "script": {"exec": ["const data = pm.response.json();", "pm.collectionVariables.set(\"token\", data.session.token);"]}}],
            "request": {"method": "POST", "auth": {"type": "noauth"}, "header": [{"key": "X-Off", "value": "1", "disabled": true}], "url": {"raw": "{{baseUrl}}/login"},
              "body": {"mode": "raw", "raw": "{\"user\": \"ann\", \"password\": \"S3CRETMARK\"}", "options": {"raw": {"language": "json"}}}}},
           {"name": "Products", "item": [
             {"name": "List", "request": {"method": "GET", "url": "{{baseUrl}}/products?kind={{kind}}"}, "response": [{"code": 200, "header": [], "body": "{\"items\": [{\"id\": 8123, \"name\": \"a\"}]}"}]},
             {"name": "Show", "request": {"method": "GET", "url": {"raw": "{{baseUrl}}/products/:id", "variable": [{"key": "id", "value": "8123"}]}}},
             {"name": "Order", "request": {"method": "POST", "url": "{{baseUrl}}/orders", "auth": {"type": "apikey", "apikey": [{"key": "key", "value": "X-Key"}, {"key": "value", "value": "{{apiKey}}"}, {"key": "in", "value": "header"}]},
                "body": {"mode": "raw", "raw": "{\"product\": {{count}}, \"note\": \"{{note}}\"}", "options": {"raw": {"language": "json"}}}}}
           ]}
         ]}
        """;

    [Fact]
    public void Folders_variables_scripts_and_authorization_become_a_journey()
    {
        var journey = PostmanReader.Read(Shop, "shop.json");

        journey.Address.Should().Be(new Uri("https://shop.example"));
        journey.Requests.Select(request => $"{request.Method} {Shown(request.Url)} {request.Step} {request.Group}").Should().Equal(
            "POST /v1/login log_in ", "GET /v1/products?kind=<kind> list Products", "GET /v1/products/<productId> show Products", "POST /v1/orders order Products");
        journey.Requests.Select(request => string.Join(", ", request.Headers.Select(header => $"{header.Name}: {Shown(header.Value)}"))).Should().Equal(
            "", "Authorization: Bearer <token>", "Authorization: Bearer <token>", "X-Key: <apiKey>");
        journey.Requests[0].Takes.Single().Path.Should().Equal("session", "token");
        journey.Requests[1].Takes.Single().Path.Should().Equal("items", 0, "id");
        Shown(journey.Requests[3].Body.Should().BeOfType<RequestBody.Json>().Which.Value["product"]!.GetValue<string>()).Should().Be("<count>");
        journey.Values.Select(value => (value.Name, value.Kind, value.Text)).Should().BeEquivalentTo(
        [
            ("token", ValueKind.Answer, null), ("kind", ValueKind.Setting, "lamp"), ("count", ValueKind.Setting, "3"), ("apiKey", ValueKind.Secret, null), ("note", ValueKind.Secret, null), ("productId", ValueKind.Answer, (string?)null),
        ]);
    }

    [Fact]
    public void No_secret_of_the_collection_is_in_the_project()
    {
        var (texts, _) = NewProject.Files(new ProjectPlan { Folder = "shop", Name = "Shop", Version = "1.2.3", Journey = PostmanReader.Read(Shop, "shop.json") });

        texts.Should().NotContain(file => file.Value.Contains("S3CRETMARK", StringComparison.Ordinal));
        texts["scenarios/Shop/Requests.cs"].Should().Contain("product = long.Parse(context.Settings[\"count\"])");
    }

    [Theory]
    [InlineData("{\"item\": [", "The Postman collection 'a.json' is no JSON: it breaks off in line 1, byte 11.")]
    [InlineData("{\"name\": \"environment\", \"values\": []}", "'a.json' is no Postman collection: it has no list 'item'.")]
    [InlineData("{\"item\": []}", "The Postman collection 'a.json' has no request.")]
    public void What_is_no_collection_is_refused(string text, string expected)
    {
        var read = () => PostmanReader.Read(text, "a.json");

        read.Should().Throw<LoadLabException>().WithMessage(expected);
    }

    [Fact]
    public void All_faults_are_told_at_once()
    {
        var read = () => PostmanReader.Read("""{"item": [{"name": "a"}, {"name": "b", "request": {"method": "GET"}}, {"name": "c", "request": "ftp://a/b"}]}""", "a.json");

        read.Should().Throw<LoadLabException>().Which.Faults.Should().Equal(
            "item[0] ('a') is neither a request nor a folder.", "item[1] ('b') has no address.", "item[2] ('c') has the address 'ftp://a/b', which is no http or https address.");
    }

    [Fact]
    public void Requests_of_one_name_that_ask_for_different_things_have_steps_of_their_own()
    {
        static string Folder(string name, params string[] items) => "{\"name\": \"" + name + "\", \"item\": [" + string.Join(',', items) + "]}";
        static string Item(string name, string method, string path) => "{\"name\": \"" + name + "\", \"request\": {\"method\": \"" + method + "\", \"url\": \"https://a.example" + path + "\"}}";
        var users = Folder("Users", Item("Create", "POST", "/users"), Item("Show", "GET", "/users/17"), Item("Show", "GET", "/users/18"), Item("Ping", "GET", "/ping"));
        var orders = Folder("Orders", Item("Create", "POST", "/orders"), Item("Create", "PUT", "/orders/1"), Item("Ping", "GET", "/ping"));
        var text = "{\"item\": [" + users + "," + orders + "]}";

        PostmanReader.Read(text, "a.json").Requests.Select(request => request.Step).Should().Equal(
            "users_create", "show", "show", "ping", "orders_create_post_orders", "orders_create_put_orders_by_id", "ping");
    }

    [Fact]
    public void Scripts_of_a_collection_and_of_a_folder_are_told_and_empty_ones_are_not()
    {
        static string Collection(string ofAll, string ofFolder) => """
            {"event": [{"listen": "prerequest", "script": {"exec": [ALL]}}],
             "item": [{"name": "Users", "event": [{"listen": "test", "script": {"exec": [FOLDER]}}], "item": [{"name": "List", "request": "https://a.example/users"}]}]}
            """.Replace("ALL", System.Text.Json.JsonSerializer.Serialize(ofAll), StringComparison.Ordinal).Replace("FOLDER", System.Text.Json.JsonSerializer.Serialize(ofFolder), StringComparison.Ordinal);

        PostmanReader.Read(Collection("", " "), "a.json").Notes.Should().BeEmpty();
        PostmanReader.Read(Collection("pm.sendRequest('https://a.example/token', () => 0)", "pm.test('ok', () => 0)"), "a.json").Notes.Should().HaveCount(2)
            .And.Contain(note => note.StartsWith("The scripts of the collection are for all of its requests, and are not run here.", StringComparison.Ordinal))
            .And.Contain(note => note.StartsWith("The scripts of the folder 'Users' are", StringComparison.Ordinal));
    }

    [Fact]
    public void What_a_script_does_besides_taking_values_is_told_and_what_is_commented_out_is_not_done()
    {
        static string Collection(string script) =>
            """{"item": [{"name": "Log in", "event": [{"listen": "test", "script": {"exec": [SCRIPT]}}], "request": {"method": "GET", "url": "https://a.example/{{token}}"}}]}"""
                .Replace("SCRIPT", System.Text.Json.JsonSerializer.Serialize(script), StringComparison.Ordinal);
        const string Take = "const data = pm.response.json(); // the session\npm.environment.set('token', data.token);";
        const string Note = "The scripts of 'Log in' do more than take values from the answer's JSON; that is not done here.";

        PostmanReader.Read(Collection(Take), "a.json").Notes.Should().BeEmpty();
        PostmanReader.Read(Collection(Take + "\npm.test('ok', () => pm.response.to.have.status(200));"), "a.json").Notes.Should().Equal(Note);
        PostmanReader.Read(Collection("postman.setNextRequest('Log in');"), "a.json").Notes.Should().Equal(Note);
        PostmanReader.Read(Collection("// pm.environment.set('token', pm.response.json().token);"), "a.json").Requests.Single().Takes.Should().BeEmpty();
    }

    private static string Shown(string text) => string.Concat(Place.Split(text).Select(part => part.Value is null ? part.Words : $"<{part.Value}>"));
}
