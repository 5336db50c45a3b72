using LoadLab.Core.Text;

namespace LoadLab.K6.Scripts;

/// <summary>Which of k6's modules there are, and what to do instead of the others.</summary>
internal static class KnownModules
{
    /// <summary>The modules that scripts may import.</summary>
    public static IReadOnlyList<string> All { get; } =
        ["k6", "k6/crypto", "k6/data", "k6/encoding", "k6/execution", "k6/html", "k6/http", "k6/metrics", "k6/net/grpc", "k6/timers", "k6/websockets", "k6/ws",
         "k6/experimental/timers", "k6/experimental/webcrypto", "k6/experimental/websockets"];

    /// <summary>Why a specifier cannot be imported, and what to do; null when it can.</summary>
    public static string? Refuse(string specifier) => specifier switch
    {
        _ when All.Contains(specifier) => null,
        _ when specifier.StartsWith("./", StringComparison.Ordinal) || specifier.StartsWith("../", StringComparison.Ordinal) || specifier.StartsWith('/') || specifier.StartsWith("file://", StringComparison.Ordinal) => null,
        "k6/browser" or "k6/experimental/browser" => "there is no browser. Drive the requests of the page with k6/http, and measure the page itself with a browser probe of a suite.",
        "k6/experimental/grpc" => "k6 has it as k6/net/grpc: import that.",
        _ when specifier.StartsWith("k6/x/", StringComparison.Ordinal) => "extensions of k6 (xk6) are programs in Go and cannot run here. Write this part as a C# scenario.",
        _ when specifier.StartsWith("k6/experimental/", StringComparison.Ordinal) => "experimental modules of k6 are not there.",
        _ when specifier.StartsWith("http://", StringComparison.Ordinal) || specifier.StartsWith("https://", StringComparison.Ordinal) =>
            $"nothing is loaded from the network while a test is read. Keep a copy beside the script and say so: --module {specifier}=./copy.js",
        _ when specifier.StartsWith("k6/", StringComparison.Ordinal) => $"k6 has no such module.{NearestName.Sentence(specifier, All)}",
        _ => "only k6's own modules and paths such as './lib.js' can be imported. Bundle npm packages into one file first.",
    };
}
