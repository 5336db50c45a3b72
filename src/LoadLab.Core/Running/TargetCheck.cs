using System.Net.Http;
using LoadLab.Sdk.Hosting;

namespace LoadLab.Core.Running;

/// <summary>Finds out whether the target answers at all, before load is spent on it.</summary>
public static class TargetCheck
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    /// <summary>Any HTTP answer counts, also 404: what is checked is that something speaks HTTP there.</summary>
    /// <exception cref="LoadLabException">Nothing does (104).</exception>
    public static async Task CheckAsync(Uri address, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(address);
        using var client = new HttpClient { Timeout = Limit };
        try
        {
            using var answer = await client.GetAsync(address, HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception fault) when (!cancellationToken.IsCancellationRequested && fault is HttpRequestException or OperationCanceledException or IOException)
        {
            throw new LoadLabException(
                ExitCode.BadConfiguration,
                $"The target {address.GetLeftPart(UriPartial.Path)} cannot be reached ({FailureClassifier.Classify(fault).ToString().ToLowerInvariant()}): {fault.Message}",
                "See that it runs and that the address is right. No load was sent.",
                fault);
        }
    }
}
