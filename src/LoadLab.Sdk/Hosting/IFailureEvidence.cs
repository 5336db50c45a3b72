namespace LoadLab.Sdk.Hosting;

/// <summary>A response that knows what its failure came from. Asked for the first failures of each kind only.</summary>
public interface IFailureEvidence
{
    /// <summary>What it came from; null when nothing is known.</summary>
    FailureEvidence? Evidence { get; }
}
