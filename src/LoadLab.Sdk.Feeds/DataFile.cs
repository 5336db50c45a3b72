using System.Globalization;
using System.Text;

namespace LoadLab.Sdk.Feeds;

/// <summary>A file of data, with its bounds.</summary>
internal static class DataFile
{
    /// <exception cref="InvalidDataException">It is not there, or larger than allowed.</exception>
    public static StreamReader Open(string path, DataLimits limits)
    {
        ArgumentNullException.ThrowIfNull(path);
        var file = new FileInfo(path);
        if (!file.Exists)
        {
            throw new InvalidDataException($"{path}: there is no such file. Paths start from the working directory; Path.Combine(context.SuiteDirectory, \"{file.Name}\") starts from the suite's folder.");
        }

        return file.Length > limits.MaxBytes
            ? throw new InvalidDataException(string.Create(CultureInfo.InvariantCulture, $"{path}: it has {file.Length:#,0} bytes, and {limits.MaxBytes:#,0} are allowed. Make it smaller, or give {nameof(DataLimits)} {{ {nameof(DataLimits.MaxBytes)} = … }}."))
            : new StreamReader(path, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true));
    }

    public static string TooMany(DataLimits limits) =>
        string.Create(CultureInfo.InvariantCulture, $"it has more than {limits.MaxItems:#,0} items. Give fewer, or {nameof(DataLimits)} {{ {nameof(DataLimits.MaxItems)} = … }}: all stand in memory.");

    /// <summary>A file that is not UTF-8 is told as that.</summary>
    public static T Readable<T>(string path, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (DecoderFallbackException wrong)
        {
            throw new InvalidDataException($"{path}: it is not UTF-8. Save it as UTF-8.", wrong);
        }
    }
}
