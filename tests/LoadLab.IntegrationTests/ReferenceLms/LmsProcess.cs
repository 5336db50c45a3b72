using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;

namespace LoadLab.IntegrationTests.ReferenceLms;

/// <summary>The reference LMS as a process of its own.</summary>
internal sealed class LmsProcess : IAsyncDisposable
{
    private readonly string _log;

    private LmsProcess(Process process, Uri address, string log, string storage)
    {
        Process = process;
        _log = log;
        Storage = storage;
        Client = new HttpClient { BaseAddress = address, Timeout = TimeSpan.FromSeconds(60) };
    }

    public Process Process { get; }

    public HttpClient Client { get; }

    public string Storage { get; }

    /// <summary>What it has written; empty until its shell has made the file.</summary>
    public string Log => File.Exists(_log) ? File.ReadAllText(_log) : "";

    /// <summary>Starts it on an address of its own, prepared with a small data set, and waits until it says that it is ready.</summary>
    public static async Task<LmsProcess> StartAsync(NativeServers servers, string postgres, IReadOnlyDictionary<string, string>? settings = null)
    {
        var lms = Launch(servers, postgres, settings);
        await Eventually.AsyncTrue(
            () =>
            {
                lms.Process.HasExited.Should().BeFalse(lms.Log);
                return Task.FromResult(lms.Log.Contains("ready\n", StringComparison.Ordinal));
            },
            "the LMS is ready");
        return lms;
    }

    /// <summary>Starts it without waiting.</summary>
    public static LmsProcess Launch(NativeServers servers, string postgres, IReadOnlyDictionary<string, string>? settings = null, params string[] arguments)
    {
        var folder = servers.NewFolder();
        var storage = Path.Combine(folder, "files");
        var environment = new Dictionary<string, string>
        {
            ["ConnectionStrings__Postgres"] = postgres,
            ["ConnectionStrings__Redis"] = servers.Redis,
            ["Lms__Storage__Path"] = storage,
            ["Lms__Password__Iterations"] = "100",
            ["Lms__Data__Users"] = "40",
            ["Lms__Data__Courses"] = "50",
            ["Lms__Data__Enrolments"] = "400",
        };
        foreach (var (key, value) in settings ?? new Dictionary<string, string>())
        {
            environment[key] = value;
        }

        var address = string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{NativeServers.FreePort()}");
        var log = Path.Combine(folder, "lms.log");
        var dll = Built.Dll("src", "LoadLab.ReferenceLms");
        string[] line = arguments.Length > 0 ? arguments : ["--urls", address, "--prepare"];
        var process = servers.Children.Start("dotnet", [dll, .. line], log, "TERM", environment: environment);
        return new LmsProcess(process, new Uri(address), log, storage);
    }

    /// <summary>Logs a generated user in.</summary>
    public async Task<string> LogInAsync(int user)
    {
        using var answer = await Client.PostAsJsonAsync(
            "/api/auth/login", new { email = $"student{user:D5}@lms.example", password = $"password-{user % 16:D2}" });
        answer.StatusCode.Should().Be(HttpStatusCode.OK);
        return (await ReadAsync(answer)).GetProperty("token").GetString()!;
    }

    /// <summary>Sends a request.</summary>
    public async Task<HttpResponseMessage> SendAsync(string method, string path, string? token = null, object? body = null)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        if (token is not null)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        }

        request.Content = body switch
        {
            null => null,
            byte[] bytes => new ByteArrayContent(bytes),
            string text => new StringContent(text, System.Text.Encoding.UTF8, "application/json"),
            _ => JsonContent.Create(body),
        };
        return await Client.SendAsync(request);
    }

    /// <summary>Sends a request and reads the JSON of an answer of this status.</summary>
    public async Task<JsonElement> AskAsync(HttpStatusCode expected, string method, string path, string? token = null, object? body = null)
    {
        using var answer = await SendAsync(method, path, token, body);
        answer.StatusCode.Should().Be(expected, await answer.Content.ReadAsStringAsync());
        if ((int)expected >= 400)
        {
            answer.Content.Headers.ContentType!.MediaType.Should().Be("application/problem+json");
        }

        return await ReadAsync(answer);
    }

    /// <summary>The value of one series of <c>/metrics</c>; null when it is not there.</summary>
    public async Task<double?> ReadMetricAsync(string series)
    {
        var text = await Client.GetStringAsync(new Uri("/metrics", UriKind.Relative));
        var line = text.Split('\n').SingleOrDefault(line => line.StartsWith(series + " ", StringComparison.Ordinal));
        return line is null ? null : double.Parse(line[(series.Length + 1)..], CultureInfo.InvariantCulture);
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        if (!Process.HasExited)
        {
            ChildProcesses.Signal(Process, "TERM");
            await Process.WaitForExitAsync();
        }
    }

    private static async Task<JsonElement> ReadAsync(HttpResponseMessage answer)
    {
        var text = await answer.Content.ReadAsStringAsync();
        return text.Length == 0 ? default : JsonDocument.Parse(text).RootElement.Clone();
    }
}
