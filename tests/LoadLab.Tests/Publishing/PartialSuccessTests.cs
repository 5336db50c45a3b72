using System.Net;
using System.Net.Sockets;
using LoadLab.Publishing.Live;

namespace LoadLab.Tests.Publishing;

/// <summary>A collector that answers 200, and says in its answer what it did not take.</summary>
public sealed class PartialSuccessTests : IDisposable
{
    // partial_success { rejected_data_points: 5, error_message: "out of order" }
    private static readonly byte[] s_refused = [0x0A, 0x10, 0x08, 0x05, 0x12, 0x0C, .. "out of order"u8];

    // partial_success { error_message: "slow down" }
    private static readonly byte[] s_advised = [0x0A, 0x0B, 0x12, 0x09, .. "slow down"u8];

    private readonly HttpListener _listener = new();
    private readonly List<string> _warned = [];
    private readonly ExportWatch _watch;
    private readonly HttpClient _client;
    private readonly Uri _address;

    public PartialSuccessTests()
    {
        using (var free = new TcpListener(IPAddress.Loopback, 0))
        {
            free.Start();
            _address = new Uri($"http://{free.LocalEndpoint}/v1/metrics");
        }

        _listener.Prefixes.Add(_address.GetLeftPart(UriPartial.Authority) + "/");
        _listener.Start();
        _watch = new ExportWatch(_warned.Add);
        _client = new HttpClient(_watch, disposeHandler: false);
    }

    public void Dispose()
    {
        _client.Dispose();
        _watch.Dispose();
        _listener.Close();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_a_collector_did_not_take_is_lost_though_it_answers_200(bool sync)
    {
        var read = await PostAsync(s_refused, sync);

        (_watch.State.Sent, _watch.State.Lost, _watch.State.Last).Should().Be((1, 1, "it refused 5 data points: out of order"));
        _warned.Should().ContainSingle();
        read.Should().Equal(s_refused, "the exporter may read it too");
    }

    [Fact]
    public async Task Advice_and_silence_are_no_loss()
    {
        await PostAsync(s_advised, sync: false);
        await PostAsync([], sync: false);
        await PostAsync([0xFF, 0xFF, 0xFF], sync: false);

        (_watch.State.Sent, _watch.State.Lost).Should().Be((3, 0));
    }

    private async Task<byte[]> PostAsync(byte[] answer, bool sync)
    {
        var answering = AnswerAsync(answer);
        using var request = new HttpRequestMessage(HttpMethod.Post, _address) { Content = new ByteArrayContent([]) };
        using var response = sync ? _client.Send(request) : await _client.SendAsync(request);
        await answering;
        return await response.Content.ReadAsByteArrayAsync();
    }

    private async Task AnswerAsync(byte[] body)
    {
        var context = await _listener.GetContextAsync();
        context.Response.ContentType = "application/x-protobuf";
        await context.Response.OutputStream.WriteAsync(body);
        context.Response.Close();
    }
}
