using LoadLab.Core;
using LoadLab.Core.Text;

namespace LoadLab.Stacks.Prometheus;

/// <summary>Where a Prometheus answers, and the token that it wants. The token stands in no message and in no file.</summary>
public sealed class PrometheusAddress
{
    private PrometheusAddress(Uri address, string? token) => (Address, Token) = (address, token);

    /// <summary>Its address with a path prefix when it has one, ending with a slash.</summary>
    public Uri Address { get; }

    internal string? Token { get; }

    /// <summary>Reads an address.</summary>
    /// <param name="url">As given: <c>http://127.0.0.1:9090</c>, or with a path prefix.</param>
    /// <param name="token">A bearer token; null for none.</param>
    /// <exception cref="LoadLabException">It is no such address, or has a user and password in it (104).</exception>
    public static PrometheusAddress Parse(string url, string? token)
    {
        if (!Uri.TryCreate(url, UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https"))
        {
            throw new LoadLabException(ExitCode.BadConfiguration, $"--url '{SecretText.UnreadableAddress(url)}' is not an address. Write http://127.0.0.1:9090, or with a path prefix https://monitoring.example/prometheus");
        }

        if (address.UserInfo.Length > 0 || address.Query.Length > 0 || address.Fragment.Length > 0)
        {
            throw new LoadLabException(
                ExitCode.BadConfiguration,
                "--url has a user, a password, a query or a fragment in it. It is stored with what is imported, so it must hold nothing secret.",
                "Put a bearer token into a variable of the environment and name it: --token-env NAME");
        }

        return new PrometheusAddress(new UriBuilder(address) { Path = address.AbsolutePath.TrimEnd('/') + "/" }.Uri, token);
    }
}
