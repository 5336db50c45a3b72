using System.Buffers;
using System.Buffers.Binary;
using System.Globalization;

namespace LoadLab.Engine.Tracing;

/// <summary>What the header <c>traceparent</c> says (W3C Trace Context, level 1: https://www.w3.org/TR/trace-context/).</summary>
/// <param name="High">First half of the trace id.</param>
/// <param name="Low">Second half of it.</param>
/// <param name="Span">The parent id.</param>
/// <param name="IsSampled">Whether the trace is to be kept.</param>
internal readonly record struct TraceParent(ulong High, ulong Low, ulong Span, bool IsSampled)
{
    public const string HeaderName = "traceparent";

    private const int Length = 55;

    private static readonly SearchValues<char> LowerHex = SearchValues.Create("0123456789abcdef");

    /// <summary>The trace id, 32 hexadecimal digits.</summary>
    public string TraceId => string.Create(CultureInfo.InvariantCulture, $"{High:x16}{Low:x16}");

    /// <summary>The header's value.</summary>
    public string Header => string.Create(CultureInfo.InvariantCulture, $"00-{High:x16}{Low:x16}-{Span:x16}-{(IsSampled ? "01" : "00")}");

    /// <summary>Reads a header. False for one that says no trace: tracing ignores it, too.</summary>
    public static bool TryRead(string text, out TraceParent parent)
    {
        parent = default;
        Span<byte> bytes = stackalloc byte[16 + 8 + 1];

        // A version above 00 may say more behind a further '-'.
        if (text.Length < Length || text[2] != '-' || text[35] != '-' || text[52] != '-' || text.AsSpan(0, 2) is "ff" || (text.Length > Length && (text.AsSpan(0, 2) is "00" || text[Length] != '-'))
            || !IsLowerHex(text.AsSpan(0, 2)) || !Read(text.AsSpan(3, 32), bytes[..16]) || !Read(text.AsSpan(36, 16), bytes[16..24]) || !Read(text.AsSpan(53, 2), bytes[24..]))
        {
            return false;
        }

        parent = new TraceParent(BinaryPrimitives.ReadUInt64BigEndian(bytes), BinaryPrimitives.ReadUInt64BigEndian(bytes[8..]), BinaryPrimitives.ReadUInt64BigEndian(bytes[16..]), (bytes[24] & 1) != 0);
        return (parent.High != 0 || parent.Low != 0) && parent.Span != 0;
    }

    private static bool Read(ReadOnlySpan<char> digits, Span<byte> into) => IsLowerHex(digits) && Convert.FromHexString(digits, into, out _, out _) == OperationStatus.Done;

    private static bool IsLowerHex(ReadOnlySpan<char> digits) => !digits.ContainsAnyExcept(LowerHex);
}
