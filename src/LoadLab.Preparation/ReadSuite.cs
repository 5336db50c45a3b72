using LoadLab.Core.Catalogue;

namespace LoadLab.Preparation;

/// <summary>A suite as read: what it maps of its target's metrics, and its catalogue, which is read when it is asked for.</summary>
internal sealed record ReadSuite(IReadOnlyDictionary<string, string> Metrics, Func<SloCatalogue> Catalogue);
