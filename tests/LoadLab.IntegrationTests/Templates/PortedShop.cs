using System.Net.Http;
using System.Text;
using LoadLab.Sdk;

namespace Shop.LoadTests;

public sealed record Product(int Id, string Name);

public sealed class ShopScenarios : IScenarioSource
{
    private readonly IDataFeed<string> _words = DataFeed.Circular(new[] { "lamp", "chair", "desk" });

    public IReadOnlyList<ScenarioProps> Scenarios =>
    [
        Scenario.Create("buy", async context =>
        {
            var word = _words.GetNextItem(context.ScenarioInfo);

            var search = await Step.Run("search", context, async () =>
            {
                var request = Http.CreateRequest("GET", $"/products?q={word}")
                    .WithHeader("Accept", "application/json");
                return await Http.Send<Product[]>(context.HttpClient, request);
            });
            if (search.IsError)
                return search;

            var product = search.Payload.Value.Data[0];
            var order = await Step.Run("order", context, async () =>
            {
                var request = Http.CreateRequest("POST", "/orders")
                    .WithBody(new StringContent($$"""{"product": {{product.Id}}}""", Encoding.UTF8, "application/json"));
                var response = await Http.Send(context.HttpClient, request);
                return response.IsError
                    ? Response.Fail(statusCode: response.StatusCode, message: $"order of {product.Name}")
                    : Response.Ok(statusCode: response.StatusCode, sizeBytes: response.SizeBytes);
            });

            return order;
        })
        .WithWarmUpDuration(TimeSpan.FromSeconds(5))
        .WithLoadSimulations(
            Simulation.Inject(rate: 20, interval: TimeSpan.FromSeconds(1), during: TimeSpan.FromSeconds(30))),
    ];
}
