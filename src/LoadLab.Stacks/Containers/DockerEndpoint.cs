using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace LoadLab.Stacks.Containers;

/// <summary>Finds where the Docker engine listens, in the order of Docker's own client.</summary>
/// <param name="variable">Reads an environment variable.</param>
/// <param name="home">The user's home directory; empty for none.</param>
/// <param name="exists">True when a file is there.</param>
internal sealed class DockerEndpoint(Func<string, string?> variable, string home, Func<string, bool> exists)
{
    private const string DefaultSocket = "/var/run/docker.sock";

    /// <summary>For this process.</summary>
    public static DockerEndpoint OfThisProcess() =>
        new(Environment.GetEnvironmentVariable, Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), File.Exists);

    /// <summary>
    /// <c>DOCKER_HOST</c>; then the context of <c>DOCKER_CONTEXT</c> or of Docker's configuration; then the socket of the system, of a rootless engine,
    /// and of Docker Desktop, the first that is there. Docker's default socket when none is.
    /// </summary>
    /// <exception cref="UriFormatException">What is configured is no address.</exception>
    public Uri Find()
    {
        if (variable("DOCKER_HOST") is { Length: > 0 } host)
            return new Uri(host);
        var context = variable("DOCKER_CONTEXT") is { Length: > 0 } named ? named : Read(Path.Combine(Configuration, "config.json"), "currentContext");
        if (context is { Length: > 0 } and not "default"
            && Read(Path.Combine(Configuration, "contexts", "meta", Digest(context), "meta.json"), "Endpoints", "docker", "Host") is { Length: > 0 } endpoint)
        {
            return new Uri(endpoint);
        }

        string[] sockets = [DefaultSocket, Path.Combine(variable("XDG_RUNTIME_DIR") ?? "/nonexistent", "docker.sock"), Path.Combine(home, ".docker", "run", "docker.sock")];
        return new Uri("unix://" + (sockets.FirstOrDefault(exists) ?? DefaultSocket));
    }

    private string Configuration => variable("DOCKER_CONFIG") is { Length: > 0 } given ? given : Path.Combine(home, ".docker");

    // Docker names the directory of a context by the digest of its name.
    private static string Digest(string context) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(context)));

    private static string? Read(string path, params string[] names)
    {
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllText(path));
            var element = document.RootElement;
            foreach (var name in names)
            {
                if (element.ValueKind != JsonValueKind.Object || !element.TryGetProperty(name, out element))
                    return null;
            }

            return element.ValueKind == JsonValueKind.String ? element.GetString() : null;
        }
        catch (Exception missing) when (missing is IOException or UnauthorizedAccessException or JsonException)
        {
            return null;
        }
    }
}
