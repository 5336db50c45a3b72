using LoadLab.Scaffolding;
using LoadLab.Scaffolding.Curl;
using LoadLab.Scaffolding.Journeys;

namespace LoadLab.Tests.Scaffolding;

public sealed class NewProjectTests
{
    /// <summary>Where a secret may stand in a request; the mark is it, or a part of it.</summary>
    public static TheoryData<string, string> Secrets => new()
    {
        { "curl http://a/b -H 'Authorization: Bearer S3CRETMARK'", "SHOP_TOKEN" },
        { "curl http://a/b -H 'X-Api-Key: S3CRETMARK'", "SHOP_X_API_KEY" },
        { "curl http://a/b -b 'theme=dark; sid=S3CRETMARK'", "SHOP_SID" },
        { "curl http://a/b?access_token=S3CRETMARK", "SHOP_ACCESS_TOKEN" },
        { "curl 'http://a/b?x=sk_live_S3CRETMARK'", "SHOP_X" },
        { "curl http://a/b -u ann:S3CRETMARK", "SHOP_AUTHORIZATION" },
        { "curl http://ann:S3CRETMARK@a/b", "SHOP_AUTHORIZATION" },
        { "curl http://a/b -d user=ann -d password=S3CRETMARK", "SHOP_PASSWORD" },
        { "curl http://a/b --json '{\"login\":{\"user\":\"ann\",\"passWord\":\"S3CRETMARK\"},\"again\":\"is S3CRETMARK\"}'", "SHOP_PASS_WORD" },
        { "curl http://a/b --json '{\"deep\":[{\"jwt\":\"eyJhbGciOi.S3CRETMARK.x\"}]}'", "SHOP_JWT" },
        { "curl http://a/b -F 'secret=S3CRETMARK'", "SHOP_SECRET" },
        { "curl http://a/S3CRETMARK/b -H 'X-Auth-Token: S3CRETMARK'", "SHOP_X_AUTH_TOKEN" },
        { "curl http://a/b -H 'Content-Type: text/xml' -d '<s:Login><s:User>ann</s:User><s:Password kind=\"plain\">S3CRETMARK</s:Password></s:Login>'", "SHOP_PASSWORD" },
        { "curl http://a/b -H 'Content-Type: text/xml' -d '<login user=\"ann\" apiKey=\"S3CRETMARK\"/>'", "SHOP_API_KEY" },
        { "curl http://a/b --json '{\"query\":\"mutation { login(user: \\\"ann\\\", password: \\\"S3CRETMARK\\\") { id } }\"}'", "SHOP_PASSWORD" },
        { "curl http://a/b --json '{\"payload\":\"{\\\"secret\\\":\\\"S3CRETMARK\\\"}\"}'", "SHOP_SECRET" },
        { "curl http://a/b -H 'Content-Type: text/xml' -d '<login password=\"it\\is S3CRETMARK\" as=\"ann\"/>'", "SHOP_PASSWORD" },
        { "curl http://a/b --json '{\"card\":{\"cardNumber\":\"S3CRETMARK\"}}'", "SHOP_CARD_NUMBER" },
        { "curl http://a/b -H 'Content-Type: application/x-ndjson' -d '{\"token\":\"S3CRETMARK\"}'", "SHOP_TOKEN" },
    };

    [Theory]
    [MemberData(nameof(Secrets))]
    public void No_secret_is_in_a_file_and_the_README_names_its_variable(string line, string variable)
    {
        var (texts, _) = NewProject.Files(Plan(CurlReader.Read(line, ".")));
        var base64 = Convert.ToBase64String("ann:S3CRETMARK"u8);

        texts.Should().NotContain(file => file.Value.Contains("S3CRETMARK", StringComparison.Ordinal) || file.Value.Contains(base64, StringComparison.Ordinal));
        texts["README.md"].Should().Contain($"| `{variable}` |");
        texts[".env.example"].Should().Contain($"\n{variable}=\n");
        texts["scenarios/suites/shop.yaml"].Should().Contain($"\"${{{variable}}}\"");
        texts[".github/workflows/loadlab.yml"].Should().Contain($"{variable}: ${{{{ secrets.{variable} }}}}");
    }

    [Fact]
    public void Requests_read_as_a_person_would_write_them()
    {
        var (texts, _) = NewProject.Files(Plan(CurlReader.Read("curl 'http://a/orders/17?x=1' -H 'Authorization: Bearer t0psecret' --json '{\"note\":\"say \\\"hi\\\" {x}\",\"lines\":[{\"id\":7,\"Count\":2.50}],\"none\":null}'", ".")));

        texts["scenarios/Shop/Requests.cs"].Should().Be("""
            using LoadLab.Sdk;

            namespace Shop;

            /// <summary>The requests of the target. Each is a step: one row of the report.</summary>
            internal static class Requests
            {
                /// <summary><c>POST /orders/17</c></summary>
                public static Task<Response<HttpResponseMessage>> PostOrdersById(IScenarioContext context) => Step.Run("post_orders_by_id", context, async () =>
                {
                    using var request = Http.CreateRequest("POST", "/orders/17?x=1")
                        .WithBearer(context.Settings["token"])
                        .WithHeader("Accept", "application/json")
                        .WithJsonBody(new
                        {
                            note = "say \"hi\" {x}",
                            lines = new object?[] { new Dictionary<string, object?> { ["id"] = 7, ["Count"] = 2.50m } },
                            none = (object?)null,
                        });
                    return await Http.Send(context.HttpClient, request, context.CancellationToken);
                });
            }

            """.ReplaceLineEndings("\n"));
        texts["scenarios/Shop/ShopUser.cs"].Should().Contain("        return await Requests.PostOrdersById(context);\n");
    }

    [Fact]
    public void Without_a_source_it_is_the_template_with_its_names()
    {
        var (texts, _) = NewProject.Files(Plan(null) with { Address = new Uri("http://127.0.0.1:5000") });

        texts.Keys.Should().BeEquivalentTo(
            ".config/dotnet-tools.json", ".env.example", ".github/workflows/loadlab.yml", ".gitignore", ".gitlab-ci.yml", "README.md", "loadlab.yaml", "scenarios/Shop/Requests.cs",
            "scenarios/Shop/Shop.csproj", "scenarios/Shop/ShopUser.cs", "scenarios/catalogue/shop.yaml", "scenarios/suites/shop.yaml", "tests/Shop.LoadTests/Shop.LoadTests.csproj", "tests/Shop.LoadTests/ShopLoadTests.cs");
        texts.Values.Should().NotContain(text => text.Contains("NewProject1", StringComparison.Ordinal) || text.Contains("new-project", StringComparison.Ordinal) || text.Contains("new_project", StringComparison.Ordinal) || text.Contains("LOADLAB-VERSION", StringComparison.Ordinal));
        texts["scenarios/suites/shop.yaml"].Should().Contain("http://127.0.0.1:5000");
    }

    [Theory]
    [InlineData("ünïcode shop", "NCodeShop")]
    [InlineData("3rd-party", "N3RdParty")]
    [InlineData("my_shop.v2", "MyShopV2")]
    public void Names_are_names_of_CSharp(string given, string expected) => Names.Pascal(given).Should().Be(expected);

    private static ProjectPlan Plan(Journey? journey) => new() { Folder = "shop", Name = "Shop", Version = "1.2.3", Journey = journey };
}
