#pragma warning disable xUnit1000 // The how-to's text: it is compiled here, and LoadTestRunTests make such runs.
using LoadLab.Sdk;
using LoadLab.Testing;
using Xunit.Abstractions;

namespace Shop.Tests;

internal sealed class ShopLoadTests(ITestOutputHelper output)
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [Fact]
    public async Task The_suite_may_go_live()
    {
        var result = await LoadTest.FromSuite("shop").WithAttempts(3).WithOutput(output.WriteLine).RunAsync();

        result.ShouldBeGo();
    }

    [Fact]
    public async Task The_home_page_holds_50_requests_a_second()
    {
        await using var shop = new ShopFactory(); // a WebApplicationFactory<Program>
        shop.UseKestrel(0);
        shop.StartServer();
        using var client = shop.CreateClient();
        var visit = Scenario.Create("visit", async context => await Step.Run("home", context, async () =>
        {
            using var request = Http.CreateRequest("GET", "/");
            return await Http.Send(context.HttpClient, request, context.CancellationToken);
        }));

        var result = await LoadTest.Of(visit)
            .WithLoad(Simulation.Inject(50, Second, 20 * Second))
            .WithWarmUp(3 * Second)
            .Expect(Threshold.ResponseTime(95, 0.3 * Second, "home"), Threshold.ErrorRatio(0.01))
            .Against(client)
            .WithOutput(output.WriteLine)
            .RunAsync();

        result.ShouldBeGo().ShouldHaveNoFailures().ShouldPass("visit/home/p95");
    }
}
