using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace LoadLab.Benchmarks.SideBySide;

/// <summary>
/// How even arrivals are, seen from a server that notes each one: coefficient of variation of the gaps (0 is even, 1 is Poisson), and how late each is
/// against the schedule that fits the arrivals best.
/// </summary>
internal static class ArrivalsCommand
{
    /// <summary>Runs <c>arrivals [rate …]</c>, 200, 2,000 and 5,000 a second unless told otherwise.</summary>
    public static async Task<int> RunAsync(IReadOnlyList<string> arguments)
    {
        int[] rates = arguments.Count > 0 ? [.. arguments.Select(text => int.Parse(text, CultureInfo.InvariantCulture))] : [200, 2000, 5000];
        using var suite = new BenchSuite();
        Console.WriteLine("| generator | rate | arrivals | gap CV | lateness P50 | lateness P99 |");
        Console.WriteLine("| --- | --- | --- | --- | --- | --- |");
        foreach (var rate in rates)
        {
            foreach (var generator in All(suite, rate).Where(generator => generator.IsThere))
            {
                await MeasureAsync(generator, rate);
            }
        }

        return 0;
    }

    private static IEnumerable<Generator> All(BenchSuite suite, int rate)
    {
        var text = rate.ToString(CultureInfo.InvariantCulture);
        yield return new Generator("loadlab http", suite.Launcher, (url, seconds) => ["http", "GET", url, "--rate", text + "/s", "--duration", $"{seconds}s", "--out", suite.Results]);
        yield return new Generator("vegeta", "vegeta", (url, seconds) => ["attack", "-rate", text, "-duration", $"{seconds}s", "-targets", "/dev/null"]);
        yield return new Generator("k6", "k6", (url, seconds) => ["run", "--quiet", "-e", "URL=" + url, suite.K6Script]);
        yield return new Generator("hey", "hey", (url, seconds) => ["-c", "50", "-q", (rate / 50).ToString(CultureInfo.InvariantCulture), "-z", $"{seconds}s", url]);
    }

    private static async Task MeasureAsync(Generator generator, int rate)
    {
        using var server = new NotingServer();
        var start = new ProcessStartInfo(generator.FileName, generator.Arguments(server.Url, 9)) { RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        _ = (await output, await error);

        // The first second is start-up.
        var arrivals = server.Arrivals.Order().ToArray();
        var first = arrivals.Length == 0 ? 0 : arrivals[0] + Stopwatch.Frequency;
        var times = arrivals.Where(stamp => stamp >= first).Select(stamp => (double)(stamp - first) / Stopwatch.Frequency).ToArray();
        if (times.Length < 100)
        {
            Console.WriteLine($"| {generator.Name} | {rate} | {times.Length} | | | |");
            return;
        }

        var gaps = times.Zip(times.Skip(1), (a, b) => b - a).ToArray();
        var mean = gaps.Average();
        var deviation = Math.Sqrt(gaps.Average(gap => (gap - mean) * (gap - mean)));
        // Late against the earliest straight line of the nominal rate that no arrival comes before.
        var offsets = times.Select((time, n) => time - ((double)n / rate)).ToArray();
        var late = offsets.Select(offset => offset - offsets.Order().ElementAt(offsets.Length / 100)).Order().ToArray();
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"| {generator.Name} | {rate} | {times.Length:#,0} | {deviation / mean:0.00} | {late[late.Length / 2] * 1000:0.00} ms | {late[late.Length * 99 / 100] * 1000:0.00} ms |"));
    }

    /// <summary>Notes when requests arrive and answers them: a thread a connection, so that nothing queues behind another.</summary>
    private sealed class NotingServer : IDisposable
    {
        private static readonly byte[] Answer = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"u8.ToArray();
        private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
        private readonly List<long[]> _noted = [];
        private readonly List<StrongCount> _counts = [];

        public NotingServer()
        {
            _listener.Start(1024);
            new Thread(Accept) { IsBackground = true }.Start();
        }

        public string Url => string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/");

        public IEnumerable<long> Arrivals
        {
            get
            {
                lock (_noted)
                {
                    return [.. _noted.Zip(_counts).SelectMany(pair => pair.First.Take(pair.Second.Value))];
                }
            }
        }

        public void Dispose() => _listener.Dispose();

        private void Accept()
        {
            try
            {
                while (true)
                {
                    var socket = _listener.AcceptSocket();
                    socket.NoDelay = true;
                    var noted = new long[200_000];
                    var count = new StrongCount();
                    lock (_noted)
                    {
                        _noted.Add(noted);
                        _counts.Add(count);
                    }

                    new Thread(() => Talk(socket, noted, count)) { IsBackground = true }.Start();
                }
            }
            catch (SocketException)
            {
                // Disposed.
            }
        }

        private static void Talk(Socket socket, long[] noted, StrongCount count)
        {
            var buffer = new byte[4096];
            try
            {
                while (socket.Receive(buffer) > 0 && count.Value < noted.Length)
                {
                    noted[count.Value++] = Stopwatch.GetTimestamp();
                    socket.Send(Answer);
                }
            }
            catch (SocketException)
            {
                // The generator went away.
            }
        }
    }

    private sealed class StrongCount
    {
        public int Value { get; set; }
    }
}
