using LoadLab.Core.Measurement;
using LoadLab.Engine.Http;
using LoadLab.Engine.Messages;
using LoadLab.Sdk;

namespace LoadLab.Engine.SelfTest;

/// <summary>
/// A server that loses requests, over real connections: failures must be what it lost, and nothing may arrive twice. Through the client of scenarios and
/// through that of <c>loadlab http</c>, GET and POST, open and closed.
/// </summary>
internal static class SelfTestDrops
{
    private const int Every = 10;
    private const int Requests = 600;

    public static IEnumerable<SelfTestCase> All() =>
        from drop in new[]
        {
            (DropKind.Fin, "server closes on every tenth request"),
            (DropKind.Reset, "server resets every tenth request"),
            (DropKind.MidAnswer, "server closes within every tenth answer"),
            (DropKind.Late, "server closes late on every tenth request"),
            (DropKind.Idle, "server closes idle connections"),
        }
        from isOpen in new[] { true, false }
        select Case(drop.Item1, drop.Item2, isOpen);

    private static SelfTestCase Case(DropKind kind, string name, bool isOpen)
    {
        var target = new Lazy<Target>(() => new Target(kind));
        return new SelfTestCase
        {
            Name = name,
            Phase = isOpen ? SelfTestLoads.Requests(Requests) : SelfTestLoads.RequestsOf(10, Requests),
            Run = (_, context) => target.Value.SendAsync(context),
            Disturb = _ => target.Value.Server.Reset(),
            End = () => target.IsValueCreated ? target.Value.DisposeAsync() : ValueTask.CompletedTask,
            Judge = figures =>
            [
                figures.Count("failed", target.Value.Server.Dropped, figures.Phase.Measured.Failed),
                figures.Count("of them reset", target.Value.Server.Dropped, figures.ClassCount(ResultClasses.Reset)),
                figures.Count("dropped", kind == DropKind.Idle ? 0 : Requests / Every, target.Value.Server.Dropped),
                figures.Count("requests arrived", Requests, target.Value.Server.Seen),
                figures.Count("arrived twice", 0, target.Value.Server.Twice),
            ],
        };
    }

    /// <summary>The server, and the two clients that take turns at it.</summary>
    private sealed class Target : IAsyncDisposable
    {
        private readonly DropKind _kind;
        private readonly HttpScenario _command;

        public Target(DropKind kind)
        {
            _kind = kind;
            Server = new DropServer(kind, Every);
            _command = new HttpScenario(new HttpTarget { Address = Server.Address, Method = "POST", Body = "{}"u8.ToArray() }, TimeProvider.System);
        }

        public DropServer Server { get; }

        public async Task<IResponse> SendAsync(IScenarioContext context)
        {
            // Only a scenario can wait until its connection was closed. The command's requests are all the same, and have no id: the server counts them.
            return _kind == DropKind.Idle || context.IterationNumber % 3 != 0
                ? await SendAsync(context, FormattableString.Invariant($"{context.IterationNumber}")).ConfigureAwait(false)
                : await _command.Props.RunValue!(context).ConfigureAwait(false);
        }

        public async ValueTask DisposeAsync()
        {
            _command.Dispose();
            await Server.DisposeAsync().ConfigureAwait(false);
        }

        private async Task<IResponse> SendAsync(IScenarioContext context, string id)
        {
            var method = context.IterationNumber % 2 == 0 ? "GET" : "POST";
            var request = Sdk.Http.CreateRequest(method, Server.Address.AbsoluteUri).WithHeader("X-Id", id);
            if (method == "POST")
            {
                request.WithJsonBody(id);
            }

            var response = await Sdk.Http.Send(context.HttpClient, request, context.CancellationToken).ConfigureAwait(false);
            if (!response.IsError && await response.Payload.Value.Content.ReadAsStringAsync(context.CancellationToken).ConfigureAwait(false) == DropServer.LastAnswer)
            {
                await Server.WhenClosedAsync(id).ConfigureAwait(false);
            }

            return response;
        }
    }
}
