using System.Diagnostics;
using System.Runtime;
using LoadLab.K6.Scripts;
using LoadLab.K6.State;

namespace LoadLab.K6.Hosting;

/// <summary>
/// Runs a script of LoadLab's own on threads of the virtual users before the load begins, until the runtime has compiled the code that every iteration needs in its
/// best form. While the load runs, the thread that compiles would get its processor as one of many: with fifty users a request took three times the CPU at first.
/// Its requests go to a listener of this process, and nothing of the user's script runs.
/// </summary>
internal static class WarmUp
{
    private const int Rounds = 40;
    private const int MostThreads = 2;

    /// <summary>What is compiled anew in one turn once all of it was: the runtime's own odds and ends.</summary>
    private const int FewMethods = 20;
    private const int QuietTurns = 2;

    /// <summary>The runtime compiles what was called often again, and better, when nothing was compiled for the first time for 100 ms.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(120);
    private static readonly TimeSpan Enough = TimeSpan.FromSeconds(4);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(8);

    private const string Script = """
        import http from 'k6/http';
        import { check, group, sleep } from 'k6';
        import { Trend, Counter, Rate, Gauge } from 'k6/metrics';
        const [trend, counter, rate, gauge] = [new Trend('warm_trend', true), new Counter('warm_counter'), new Rate('warm_rate'), new Gauge('warm_gauge')];
        class Item { constructor(id) { this.id = id; } get twice() { return this.id * 2; } static of(id) { return new Item(id); } }
        const round = (number) => {
          group('warm', () => {
            const response = number % 2 ? http.get(`${__ENV.BASE_URL}/items?n=${number}`, { headers: { 'X-Warm': 'up' }, tags: { name: 'warm' } })
              : http.post(`${__ENV.BASE_URL}/items`, JSON.stringify({ number, list: [1, 2, 3] }), { headers: { 'Content-Type': 'application/json' } });
            check(response, { 'is 200': (r) => r.status === 200, 'has items': (r) => r.json('items.#') > 0 });
            const body = JSON.parse(response.body);
            let sum = 0;
            for (const item of body.items.filter((one) => one % 2).map((one) => Item.of(one))) { sum += item.twice; }
            for (let i = 0; i < 4; i++) { switch (i % 3) { case 0: sum += Math.floor(Math.random() * 3); break; default: sum -= i; } }
            const { items: [first, ...others], ...rest } = body;
            try { if (sum === 1e9) { throw new Error('never'); } } catch (e) { sum = String(e).length; }
            trend.add(response.timings.duration); counter.add(1, { kind: 'warm' }); rate.add(sum >= 0); gauge.add(others.length + Object.keys(rest).length + (first ?? 0));
            /^a(b+)c$/.test('abbc'); 'a,b'.split(',').join('-').toUpperCase().replace('A', 'b');
          });
          sleep(0.0001);
        };
        export function setup() { for (let number = 0; number < ROUNDS; number++) round(number); return { done: true }; }
        export default (data) => data;
        """;

    /// <summary>Warms up; nothing of it stays but compiled code.</summary>
    /// <param name="threads">The threads of the users.</param>
    /// <param name="users">How many users the load begins with.</param>
    /// <param name="client">Over the connections that the load uses.</param>
    /// <param name="say">Hears when it did not come to its end: the load begins all the same, and its first iterations may be late.</param>
    /// <param name="stop">Ends it.</param>
    public static async Task RunAsync(ScriptThreads threads, int users, HttpClient client, Action<string> say, CancellationToken stop)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(stop);
        ended.CancelAfter(Longest);
        var folder = Directory.CreateTempSubdirectory("loadlab-warm-up-");
        using var listener = new WarmUpListener();
        try
        {
            var path = Path.Combine(folder.FullName, "warm-up.js");
            await File.WriteAllTextAsync(path, Script.Replace("ROUNDS", Rounds.ToString(System.Globalization.CultureInfo.InvariantCulture), StringComparison.Ordinal), stop).ConfigureAwait(false);
            var files = new ScriptFiles(path);
            ImportCheck.Check(files);
            var test = new ScriptTest(files, new Dictionary<string, string>(), TimeProvider.System);
            var all = await Task.WhenAll(Enumerable.Range(1, Math.Min(users, MostThreads)).Select(number => threads.RunAsync(() => new ScriptUser(test, number, listener.Address)))).ConfigureAwait(false);
            await TurnAsync().ConfigureAwait(false);

            // Few users leave the thread that compiles a processor.
            var started = Stopwatch.GetTimestamp();
            for (var (before, quiet) = (0L, 0); users > Environment.ProcessorCount && quiet < QuietTurns && Stopwatch.GetElapsedTime(started) < Enough;)
            {
                await Task.Delay(Pause, ended.Token).ConfigureAwait(false);
                await TurnAsync().ConfigureAwait(false);
                var now = JitInfo.GetCompiledMethodCount();
                (before, quiet) = (now, now - before > FewMethods ? 0 : quiet + 1);
            }

            Task TurnAsync() => Task.WhenAll(all.Select(user => threads.RunAsync(() => user.Setup(client, ended.Token))));
        }
        catch (Exception fault) when (fault is Jint.JintException or OperationCanceledException && !stop.IsCancellationRequested)
        {
            say($"the warm-up of the virtual users did not end: {fault.Message}");
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
