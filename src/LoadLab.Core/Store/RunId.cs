using System.Globalization;
using System.Security.Cryptography;

namespace LoadLab.Core.Store;

/// <summary>Names of runs: <c>20261123T083000Z-capacity-4f2a</c>. They sort by time, and two made in one second differ.</summary>
public static class RunId
{
    /// <summary>A new name.</summary>
    /// <param name="now">The time; taken as UTC.</param>
    /// <param name="suite">The suite; characters that a folder's name should not have become <c>-</c>.</param>
    public static string New(DateTimeOffset now, string suite)
    {
        ArgumentNullException.ThrowIfNull(suite);
        var time = now.UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);

        // Names identify runs and never shape them, so they need no seed.
        return $"{time}-{FolderName(suite)}-{RandomNumberGenerator.GetHexString(4, lowercase: true)}";
    }

    /// <summary>When a run of this name was made, to the second; null when the name does not say.</summary>
    internal static DateTimeOffset? TimeOf(string runId) =>
        runId.Length > 16 && runId[16] == '-' && DateTimeOffset.TryParseExact(
            runId.AsSpan(0, 16), "yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : null;

    /// <summary>A suite's name as a part of a file's: characters that it should not have become <c>-</c>.</summary>
    public static string FolderName(string suite) =>
        string.Concat(suite.Take(64).Select(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' ? c : '-'));
}
