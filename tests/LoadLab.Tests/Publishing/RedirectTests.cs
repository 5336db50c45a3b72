using System.Net;
using System.Net.Sockets;
using LoadLab.Core;
using LoadLab.Publishing.Letters;
using LoadLab.Publishing.Live;

namespace LoadLab.Tests.Publishing;

/// <summary>A server that sends every POST on to a page that anybody may read, as a proxy does with who has not logged in.</summary>
public sealed class RedirectTests : IDisposable
{
    private readonly HttpListener _listener = new();
    private readonly Task _answering;
    private readonly Uri _address;

    public RedirectTests()
    {
        using (var free = new TcpListener(IPAddress.Loopback, 0))
        {
            free.Start();
            _address = new Uri($"http://{free.LocalEndpoint}/hook");
        }

        _listener.Prefixes.Add(_address.GetLeftPart(UriPartial.Authority) + "/");
        _listener.Start();
        _answering = AnswerAsync();
    }

    public void Dispose()
    {
        _listener.Close();
        _answering.GetAwaiter().GetResult();
    }

    [Fact]
    public async Task A_report_that_was_sent_on_did_not_arrive()
    {
        var way = LetterWays.Of([], [_address.ToString()], _ => null).Single();

        var send = () => way.SendAsync(new Letter("SLOs", "All is well.") { Json = "{}" }, CancellationToken.None);

        (await send.Should().ThrowAsync<LoadLabException>()).Which.Message.Should().EndWith(" answered 302 to the report.");
    }

    [Fact]
    public async Task A_receiver_of_live_figures_that_sends_them_on_takes_none()
    {
        var start = () => LivePublisher.StartAsync(new PublishTargets(_address, null, _address), [], _ => null, _ => { }, TimeProvider.System, CancellationToken.None);

        (await start.Should().ThrowAsync<LoadLabException>()).Which.Faults.Should().Equal(
            $"--otlp {_address} answered 302 to an empty request of metrics", $"--prometheus-remote-write {_address} answered 302 to an empty request of metrics");
    }

    [Fact]
    public async Task An_export_that_is_sent_on_in_the_middle_of_a_run_is_lost()
    {
        var warned = new List<string>();
        using var watch = new ExportWatch(warned.Add);
        using var client = new HttpClient(watch, disposeHandler: false);

        using var answer = await client.PostAsync(_address, new ByteArrayContent([]));

        (watch.State.Sent, watch.State.Lost, watch.State.Last).Should().Be((1, 1, "it answered 302"));
        warned.Should().ContainSingle();
    }

    private async Task AnswerAsync()
    {
        while (true)
        {
            try
            {
                var context = await _listener.GetContextAsync();
                context.Response.StatusCode = context.Request.HttpMethod == "POST" ? 302 : 200;
                context.Response.RedirectLocation = context.Request.HttpMethod == "POST" ? "/login" : null;
                context.Response.Close();
            }
            catch (Exception fault) when (fault is HttpListenerException or ObjectDisposedException or InvalidOperationException)
            {
                return;
            }
        }
    }
}
