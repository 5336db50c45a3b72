using LoadLab.Engine.Http;
using LoadLab.Engine.Messages;

namespace LoadLab.Tests.Engine.Messages;

public sealed class RequestMixTests
{
    [Fact]
    public void Requests_are_chosen_by_their_weights_and_servers_are_counted_once()
    {
        HttpTarget Of(string address, double weight) => new() { Address = new Uri(address), Weight = weight, Step = address };
        var mix = new RequestMix([Of("http://a/1", 1), Of("http://b/", 2), Of("http://a/2", 7)]);

        var chosen = Enumerable.Range(0, 1_000).Select(at => mix.Choose(at / 1_000.0)).CountBy(at => at).ToDictionary();

        chosen.Should().Equal(new Dictionary<int, int> { [0] = 100, [1] = 200, [2] = 700 });
        mix.Choose(0.999999999999).Should().Be(2);
        mix.Origins.Select(origin => origin.Address.Host).Should().Equal("a", "b");
        mix.Requests.Select(request => request.Origin).Should().Equal(0, 1, 0);
    }
}
