using LoadLab.Core;
using LoadLab.Scaffolding.Journeys;
using LoadLab.Scaffolding.OpenApi;

namespace LoadLab.Tests.Scaffolding;

public sealed class OpenApiReaderTests
{
    private const string Shop = """
        openapi: 3.0.3
        info: {title: Shop, version: "1"}
        servers: [{url: "https://{host}/v2", variables: {host: {default: shop.example}}}]
        security: [{token: []}]
        paths:
          /products/{productId}:
            get:
              operationId: showProduct
              parameters: [{name: productId, in: path, required: true, schema: {type: integer}}]
              responses: {"200": {description: ok}}
          /products:
            get:
              operationId: listProducts
              security: []
              parameters: [{name: kind, in: query, required: true, schema: {type: string, enum: [lamp, desk]}}]
              responses: {"200": {description: ok, content: {application/json: {schema: {type: object, properties: {items: {type: array, items: {$ref: "#/components/schemas/Product"}}}}}}}}
            delete: {responses: {"204": {description: gone}}}
          /orders:
            post:
              requestBody: {content: {application/json: {schema: {type: object, properties: {product: {type: integer, minimum: 3}, note: {type: string, example: "nice"}}}}}}
              responses: {"201": {description: made}}
          /reports/{day}:
            get:
              parameters: [{name: day, in: path, required: true, schema: {type: string}}]
              responses: {"200": {description: ok}}
          /login:
            post:
              security: []
              requestBody: {content: {application/json: {schema: {type: object, properties: {user: {type: string}, password: {type: string}, remember: {type: boolean}}}}}}
              responses: {"200": {description: ok, content: {application/json: {schema: {type: object, properties: {access_token: {type: string}}}}}}}
        components:
          securitySchemes: {token: {type: http, scheme: bearer}}
          schemas:
            Product: {type: object, properties: {id: {type: integer}, parent: {$ref: "#/components/schemas/Product"}}}
        """;

    [Fact]
    public async Task A_log_in_comes_first_then_lists_then_what_they_list()
    {
        var journey = await OpenApiReader.ReadAsync(Shop, "shop.yaml", writes: false, CancellationToken.None);

        journey.Address.Should().Be(new Uri("https://shop.example"));
        journey.Requests.Select(request => $"{request.Method} {Shown(request.Url)} {request.Step}").Should().Equal(
            "POST /v2/login post_login", "GET /v2/products?kind=lamp list_products", "GET /v2/products/<productId> show_product");
        journey.Requests[2].Headers.Select(header => $"{header.Name}: {Shown(header.Value)}").Should().Equal("Authorization: Bearer <accessToken>");
        journey.Requests[0].Takes.Single().Path.Should().Equal("access_token");
        journey.Requests[1].Takes.Single().Path.Should().Equal("items", Take.AnyEntry, "id");
        journey.Values.Select(value => (value.Name, value.Kind, value.IsNumber)).Should().BeEquivalentTo(
        [
            ("accessToken", ValueKind.Answer, false), ("user", ValueKind.Secret, false), ("password", ValueKind.Secret, false), ("productId", ValueKind.Answer, true),
        ]);
        journey.Notes.Should().Equal(
            "Left out: DELETE /products: deletes data.",
            "Left out: POST /orders: changes data; --writes includes it.",
            "Left out: GET /reports/{day}: nothing says which 'day' there is. Give the parameter an 'example' in the document.");
    }

    [Fact]
    public async Task With_writes_bodies_are_what_the_schema_allows()
    {
        var journey = await OpenApiReader.ReadAsync(Shop, "shop.yaml", writes: true, CancellationToken.None);

        journey.Requests.Single(request => request.Url == "/v2/orders").Body.Should().BeOfType<RequestBody.Json>().Which.Value.ToJsonString().Should().Be("""{"product":3,"note":"nice"}""");
    }

    [Fact]
    public async Task A_document_of_version_2_has_its_host_and_its_key()
    {
        var journey = await OpenApiReader.ReadAsync(
            """
            {"swagger": "2.0", "info": {"title": "s", "version": "1"}, "host": "shop.example", "basePath": "/api", "schemes": ["https"],
             "securityDefinitions": {"k": {"type": "apiKey", "in": "header", "name": "X-Api-Key"}}, "security": [{"k": []}],
             "paths": {"/ping": {"get": {"responses": {"200": {"description": "ok"}}}}}}
            """,
            "swagger.json",
            writes: false,
            CancellationToken.None);

        journey.Address.Should().Be(new Uri("https://shop.example"));
        journey.Requests.Single().Url.Should().Be("/api/ping");
        journey.Requests.Single().Headers.Select(header => $"{header.Name}: {Shown(header.Value)}").Should().Equal("X-Api-Key: <xApiKey>");
        journey.Values.Single().Should().Match<JourneyValue>(value => value.Kind == ValueKind.Secret && value.Text == null);
    }

    [Fact]
    public async Task A_schema_that_refers_to_itself_ends()
    {
        var journey = await OpenApiReader.ReadAsync(
            """
            openapi: 3.1.0
            info: {title: s, version: "1"}
            paths:
              /nodes:
                post:
                  requestBody: {content: {application/json: {schema: {$ref: "#/components/schemas/Node"}}}}
                  responses: {"201": {description: ok}}
            components: {schemas: {Node: {type: object, properties: {name: {type: string}, next: {$ref: "#/components/schemas/Node"}, all: {type: array, items: {$ref: "#/components/schemas/Node"}}}}}}
            """,
            "nodes.yaml",
            writes: true,
            CancellationToken.None);

        journey.Address.Should().BeNull("it names no server");
        journey.Requests.Single().Body.Should().BeOfType<RequestBody.Json>().Which.Value.ToJsonString().Should().StartWith("{\"name\":\"text\",\"next\":{");
    }

    [Fact]
    public async Task A_scheme_that_is_not_known_is_told()
    {
        var journey = await OpenApiReader.ReadAsync(
            """
            openapi: 3.1.0
            info: {title: s, version: "1"}
            security: [{cert: []}]
            paths: {/a: {get: {responses: {"200": {description: ok}}}}}
            components: {securitySchemes: {cert: {type: mutualTLS}}}
            """,
            "a.yaml",
            writes: false,
            CancellationToken.None);

        journey.Notes.Should().ContainSingle().Which.Should().Be("The security scheme 'cert' (type MutualTLS) can't be done by itself: its requests are sent without it.");
    }

    [Theory]
    [InlineData("{\"openapi\": \"3.0.0\", \"paths\": {")]
    [InlineData("<!DOCTYPE html><html><body>Swagger UI</body></html>")]
    [InlineData("[1, 2]")]
    [InlineData("hello")]
    [InlineData("{\"openapi\": \"3.0.0\", \"info\": {\"title\": \"a\", \"version\": \"1\"}, \"paths\": {}}")]
    public async Task What_is_no_document_is_refused_with_what_to_do(string text)
    {
        var read = () => OpenApiReader.ReadAsync(text, "a.json", writes: false, CancellationToken.None);

        var fault = (await read.Should().ThrowAsync<LoadLabException>()).Which;
        fault.ExitCode.Should().Be(ExitCode.BadConfiguration);
        fault.Message.Should().Contain("'a.json'");
        fault.Hint.Should().Contain("/openapi/v1.json");
    }

    [Fact]
    public async Task A_header_that_the_document_gives_no_value_for_is_said_to_be_a_guess()
    {
        var journey = await OpenApiReader.ReadAsync("""
            {"openapi": "3.0.0", "info": {"title": "a", "version": "1"}, "paths": {"/a": {"get": {"parameters": [
              {"name": "X-Tenant", "in": "header", "required": true, "schema": {"type": "string"}}, {"name": "X-Known", "in": "header", "required": true, "schema": {"type": "string", "default": "1"}}],
              "responses": {"200": {"description": "ok"}}}}}}
            """, "a.json", writes: false, CancellationToken.None);

        journey.Requests.Single().Headers.Should().Equal(new Field("X-Tenant", "text"), new Field("X-Known", "1"));
        journey.Notes.Should().Equal("Guessed: GET /a needs the header X-Tenant, which is sent as 'text'. Give it an 'example' in the document, or change Requests.cs.");
    }

    private static string Shown(string text) => string.Concat(Place.Split(text).Select(part => part.Value is null ? part.Words : $"<{part.Value}>"));
}
