namespace LoadLab.Core.Store;

/// <summary>A stored file is not what LoadLab wrote.</summary>
internal sealed class SealBrokenException(string message) : FormatException(message);
