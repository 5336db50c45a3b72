using System.Net;
using System.Net.Sockets;
using LoadLab.Core.Capacity;
using LoadLab.Core.Capacity.Search;
using LoadLab.Core.Catalogue;
using LoadLab.Core.Store;
using LoadLab.IntegrationTests.Engine;

namespace LoadLab.IntegrationTests.Cli;

/// <summary>A target that dies under a capacity search: that it is down is no capacity.</summary>
public sealed class DyingTargetTests : IDisposable
{
    private const string Catalogue = """
        version: 1
        catalogue: shop
        services: {shop: {steps: ["*"]}}
        slos:
          - {id: shop-p95, title: P95, source: 1/1, kind: response-time, tier: slo, service: shop, indicator: {percentile: 95}, objective: {lt: 500ms}}
          - {id: shop-errors, title: Errors, source: 1/2, kind: error-ratio, tier: slo, service: shop, objective: {lt: 1%}}
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("loadlab-dying-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_target_that_dies_holds_nothing_that_could_be_named()
    {
        // Bound, and not listening: who connects is refused, and no test beside this one gets the port.
        using var port = new Socket(SocketType.Stream, ProtocolType.Tcp);
        StubServer? server = null;
        var (isDying, dead) = (0, Task.CompletedTask);
        server = await StubServer.StartAsync(context =>
        {
            // LoadLab looks at the target before it begins; the first request of the load is its end.
            if (context.Request.Path == "/items" && Interlocked.Exchange(ref isDying, 1) == 0)
            {
                dead = Task.Run(async () =>
                {
                    await server!.DisposeAsync();
                    port.Bind(new IPEndPoint(IPAddress.Loopback, server.Address.Port));
                });
            }

            return Task.CompletedTask;
        });
        var suite = Write();
        await using var cli = LaunchedCli.Start(
            Path.Combine(_folder, "results"), "capacity", suite, "--external-url", server.Address.ToString(), "--slo", "shop-p95,shop-errors", "--model", "rate", "--from", "20", "--to", "200", "--hold", "5s", "--max-time", "60s");
        var said = await cli.EndAsync() + cli.Error;
        await dead;

        isDying.Should().Be(1);
        said.Should().NotContain("holds less than").And.Contain("The target refused every connection: it is down");
        var record = new RunStore(Path.Combine(_folder, "results")) is var store ? store.Read(store.List().Should().ContainSingle(said).Subject).Record : null!;
        var answer = CapacityEvaluator.Evaluate(record, SloCatalogue.Parse(Catalogue, "slo.yaml")).Capacity.Should().ContainSingle().Subject;
        answer.Status.Should().BeOneOf(CapacityStatus.Open, CapacityStatus.Interrupted);
        (answer.Load, answer.High).Should().Be((null, null), "nothing is known of what it holds");
        cli.ExitCode.Should().NotBe(0);
    }

    private string Write()
    {
        File.WriteAllText(Path.Combine(_folder, "slo.yaml"), Catalogue);
        File.WriteAllText(Path.Combine(_folder, "shop.js"), "import http from 'k6/http';\nexport default function () { http.get(`${__ENV.BASE_URL}/items`, { tags: { name: 'items' } }); }\n");
        var suite = Path.Combine(_folder, "shop.yaml");
        File.WriteAllText(suite, """
            suite: shop
            scenarios: shop.js
            catalogue: slo.yaml
            phases:
              - {name: rate, model: open, rate: 20/s, hold: 5s, scenarios: {default: 1}}
            """);
        return suite;
    }
}
