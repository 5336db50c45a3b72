using System.Net.Http;
using System.Text;
using LoadLab.Core.Measurement;
using LoadLab.Core.Runs;
using LoadLab.Engine.Clients;
using LoadLab.Engine.Connections;
using LoadLab.Sdk;

namespace LoadLab.IntegrationTests.Engine;

/// <summary>The way that <c>Http.Send</c> takes over the context's client: deadlines on connections, addresses that are remembered.</summary>
public sealed class DirectClientTests : IDisposable
{
    private readonly CancellationTokenSource _cutOff = new();

    public void Dispose() => _cutOff.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_request_on_a_used_connection_times_out_and_the_next_one_gets_another(bool hasTokenOfItsOwn)
    {
        using var own = new CancellationTokenSource();
        var token = hasTokenOfItsOwn ? own.Token : _cutOff.Token;
        await using var server = FirstAnsweredThenSilent();
        using var set = Set(server.Address, TimeSpan.FromSeconds(0.4));
        var client = set.ClientForUser();

        var first = await Http.Send(client, Http.CreateRequest("GET", "/"), token);
        var second = await Http.Send(client, Http.CreateRequest("GET", "/"), token);
        var third = await Http.Send(client, Http.CreateRequest("GET", "/"), token);

        first.IsError.Should().BeFalse(first.Message);
        second.Failure.Should().Be(FailureKind.Timeout);
        second.Message.Should().Contain("0.4 s");
        third.IsError.Should().BeFalse(third.Message);
        server.Connections.Should().Be(2);
        set.Counter.Counts.Should().BeEquivalentTo(new { Requests = 3L, Resends = 0L });
    }

    [Fact]
    public async Task The_cut_off_ends_a_request_on_a_used_connection()
    {
        await using var server = FirstAnsweredThenSilent();
        using var set = Set(server.Address, TimeSpan.FromMinutes(5));
        var client = set.ClientForUser();
        await Http.Send(client, Http.CreateRequest("GET", "/"), _cutOff.Token);
        var second = Http.Send(client, Http.CreateRequest("GET", "/"), _cutOff.Token);

        await _cutOff.CancelAsync();

        await FluentActions.Awaiting(() => second).Should().ThrowAsync<OperationCanceledException>();
    }

    [Fact]
    public async Task A_token_of_the_scenarios_own_ends_its_request()
    {
        await using var server = FirstAnsweredThenSilent();
        using var set = Set(server.Address, TimeSpan.FromMinutes(5));
        using var own = new CancellationTokenSource();
        var client = set.ClientForUser();
        await Http.Send(client, Http.CreateRequest("GET", "/"), own.Token);
        var second = Http.Send(client, Http.CreateRequest("GET", "/"), own.Token);

        await own.CancelAsync();

        await FluentActions.Awaiting(() => second).Should().ThrowAsync<OperationCanceledException>();
        await FluentActions.Awaiting(() => Http.Send(client, Http.CreateRequest("GET", "/"), own.Token)).Should().ThrowAsync<OperationCanceledException>();
        (await Http.Send(client, Http.CreateRequest("GET", "/"), _cutOff.Token)).IsError.Should().BeFalse("its connection is not used again");
        server.Connections.Should().Be(2);
    }

    [Fact]
    public async Task Each_base_address_has_its_own_relative_ones()
    {
        await using var one = RawServer.Answering("HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\none");
        await using var two = RawServer.Answering("HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\ntwo");
        using var set = new ConnectionSet(Plan(TimeSpan.FromSeconds(30)), [one.Address, two.Address], TimeProvider.System, _cutOff.Token);
        var clients = new[] { set.ClientForUser(), set.ClientForUser() };

        var bodies = new List<string>();
        for (var i = 0; i < 6; i++)
        {
            bodies.Add(await (await Http.Send(clients[i % 2], Http.CreateRequest("GET", "/"), _cutOff.Token)).Payload.Value.Content.ReadAsStringAsync());
        }

        bodies.Should().Equal("one", "two", "one", "two", "one", "two");
    }

    /// <summary>The head of such a request is written up to the fault; before, these bytes were sent "once more".</summary>
    [Fact]
    public async Task A_request_that_cannot_be_written_is_not_sent_once_more_in_parts()
    {
        await using var server = RawServer.Answering("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
        var counter = new ConnectionCounter();
        using var client = new HttpClient(EngineHandler.Create(counter, TimeProvider.System, 1, mayResend: true)) { BaseAddress = server.Address };
        await client.GetStringAsync(new Uri("/", UriKind.Relative));
        using var request = new HttpRequestMessage(HttpMethod.Get, "/");
        request.Headers.TryAddWithoutValidation("X-Name", "Ж");

        await FluentActions.Awaiting(() => client.SendAsync(request)).Should().ThrowAsync<HttpRequestException>().WithMessage("*not ASCII*");

        counter.Counts.Resends.Should().Be(0);
    }

    private static RawServer FirstAnsweredThenSilent() => new(async (stream, cancellationToken) =>
    {
        await RawServer.ReadRequestAsync(stream, cancellationToken);
        await stream.WriteAsync(Encoding.ASCII.GetBytes("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"), cancellationToken);
        await Task.Delay(Timeout.Infinite, cancellationToken);
    });

    private static PhasePlan Plan(TimeSpan timeout) => new()
    {
        Name = "a",
        Model = LoadModel.Closed,
        Mix = [],
        Segments = [],
        MaxVirtualUsers = 2,
        Connections = ConnectionPolicy.Shared,
        RequestTimeout = timeout,
    };

    private ConnectionSet Set(Uri address, TimeSpan timeout) => new(Plan(timeout), [address], TimeProvider.System, _cutOff.Token);
}
