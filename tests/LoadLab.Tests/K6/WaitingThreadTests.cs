using System.Net;
using LoadLab.K6.Requests;
using LoadLab.K6.Scripts;
using LoadLab.K6.State;
using LoadLab.Sdk.Hosting;

namespace LoadLab.Tests.K6;

/// <summary>On which thread a request waits for its answer.</summary>
public sealed class WaitingThreadTests : IDisposable
{
    private readonly ScriptFolder _folder = new("export default () => {};");

    public void Dispose() => _folder.Dispose();

    /// <summary>What comes after an answer that another thread brought is on that thread: all connections would stand still while it waits.</summary>
    [Theory]
    [InlineData(true, "blocking /, blocking /next")]
    [InlineData(false, "other /, other /next")]
    public async Task Only_the_thread_of_the_user_waits_in_the_kernel(bool mayBlock, string expected)
    {
        using var client = new TwoWays(mayBlock);
        var user = new UserState(new ScriptTest(new ScriptFiles(_folder.Script), new Dictionary<string, string>(), TimeProvider.System), 1) { Client = client };
        var call = new HttpCall { Method = HttpMethod.Get, Url = new Uri("http://a/"), Step = "s", Jar = user.Cookies, Redirects = 5, WaitingThread = Environment.CurrentManagedThreadId };

        var sending = HttpSender.SendAsync(user, call);
        var other = new Thread(client.Answers.SetResult);
        other.Start();
        other.Join();

        (await sending).Status.Should().Be(200);
        string.Join(", ", client.Sent).Should().Be(expected);
    }

    /// <summary>Says in which way each request was sent. The first one leads to another.</summary>
    private sealed class TwoWays(bool mayBlock) : HttpClient, IDirectHttpClient, IBlockingHttpClient
    {
        public List<string> Sent { get; } = [];

        /// <summary>Whoever ends it brings the answers.</summary>
        public TaskCompletionSource Answers { get; } = new();

        public HttpResponseMessage? TrySendBlocking(HttpRequestMessage request, CancellationToken cancellationToken) =>
            mayBlock || Sent.Count > 0 ? Answer("blocking", request) : null;

        public async Task<HttpResponseMessage> SendDirectAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            await Answers.Task.ConfigureAwait(false);
            return Answer("other", request);
        }

        private HttpResponseMessage Answer(string way, HttpRequestMessage request)
        {
            Sent.Add($"{way} {request.RequestUri!.AbsolutePath}");
            var answer = new HttpResponseMessage(Sent.Count == 1 ? HttpStatusCode.Found : HttpStatusCode.OK) { Content = new ByteArrayContent([]) };
            if (Sent.Count == 1)
            {
                answer.Headers.TryAddWithoutValidation("Location", "/next");
            }

            return answer;
        }
    }
}
