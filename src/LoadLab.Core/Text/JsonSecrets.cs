using System.Text;

namespace LoadLab.Core.Text;

/// <summary>
/// Finds the values in JSON that are secret by their names, however deep: in objects and lists below such a name, in pairs of a name and a value, and in texts
/// that hold JSON, a form or an address themselves. JSON that is cut off, and such that stands within other text, is read as far as it goes.
/// </summary>
/// <param name="text">What holds it.</param>
/// <param name="within">Hides what is secret in a text that stands in it as a string.</param>
internal sealed class JsonSecrets(string text, Func<string, string> within)
{
    private static readonly string[] NameMembers = ["name", "key", "field", "param", "parameter", "header"];

    private readonly List<Frame> _frames = [];
    private readonly SortedDictionary<int, (int To, string Shown)> _replaced = [];

    /// <summary>The text without them; the same one where there are none.</summary>
    public string Hidden()
    {
        var start = text.AsSpan().IndexOfAnyExcept(" \t\r\n");
        var at = start >= 0 && text[start] == '"' ? TakeText(start) : Math.Max(start, 0);
        while (at < text.Length)
        {
            at = Take(at);
        }

        while (_frames.Count > 0)
        {
            Close();
        }

        return Result();
    }

    private int Take(int at)
    {
        var frame = _frames.Count > 0 ? _frames[^1] : null;
        switch (text[at])
        {
            case '{' or '[':
                _frames.Add(new Frame { IsObject = text[at] == '{', IsSecret = frame is not null && frame.HoldsSecret });
                return at + 1;
            case '}' or ']':
                Close();
                return at + 1;
            case ',':
                frame?.Name = null;
                return at + 1;
            case '"' when frame is not null:
                return TakeText(at);
            case '-' or (>= '0' and <= '9') when frame is not null && (!frame.IsObject || frame.Name is not null):
                return TakeNumber(at, frame);
            default:
                return at + 1;
        }
    }

    /// <summary>A name or a text.</summary>
    private int TakeText(int quote)
    {
        var end = quote + 1;
        while (end < text.Length && text[end] != '"')
        {
            end += text[end] == '\\' ? 2 : 1;
        }

        end = Math.Min(end, text.Length);
        var frame = _frames.Count > 0 ? _frames[^1] : null;
        if (frame is { IsObject: true, Name: null })
        {
            var after = end + 1 < text.Length ? text.AsSpan(end + 1).TrimStart() : default;
            frame.Name = after.StartsWith(":") ? JsonEscapes.Remove(text.AsSpan((quote + 1)..end)) : null;
        }
        else
        {
            Value(frame, quote + 1, end, JsonEscapes.Remove(text.AsSpan((quote + 1)..end)));
        }

        return end + 1;
    }

    private int TakeNumber(int at, Frame frame)
    {
        var length = text.AsSpan(at).IndexOfAnyExcept("0123456789+-.eE");
        var end = length < 0 ? text.Length : at + length;
        Value(frame, at, end, null);
        return end;
    }

    /// <param name="frame">Where it stands; null for a text that is all there is.</param>
    /// <param name="from">Its first character.</param>
    /// <param name="to">The one behind it.</param>
    /// <param name="plain">A text without its escapes; null for a number.</param>
    private void Value(Frame? frame, int from, int to, string? plain)
    {
        if (frame is not null && frame.HoldsSecret)
        {
            _replaced[from] = (to, HttpMessageText.HiddenValue);
        }
        else if (plain is not null && within(plain) is var shown && shown != plain)
        {
            _replaced[from] = (to, JsonEscapes.Add(shown));
        }

        if (frame is { IsObject: true, Name: { } name })
        {
            frame.NamesSecret |= plain is not null && NameMembers.Contains(name, StringComparer.OrdinalIgnoreCase) && HttpMessageText.IsSecret(plain);
            if (name.Equals("value", StringComparison.OrdinalIgnoreCase))
            {
                (frame.ValueFrom, frame.ValueTo) = (from, to);
            }

            frame.Name = null;
        }
    }

    private void Close()
    {
        if (_frames.Count == 0)
        {
            return;
        }

        var frame = _frames[^1];
        _frames.RemoveAt(_frames.Count - 1);
        if (frame is { NamesSecret: true, ValueFrom: > 0 })
        {
            _replaced[frame.ValueFrom] = (frame.ValueTo, HttpMessageText.HiddenValue);
        }

        if (_frames.Count > 0)
        {
            _frames[^1].Name = null;
        }
    }

    private string Result()
    {
        if (_replaced.Count == 0)
        {
            return text;
        }

        var (result, at) = (new StringBuilder(text.Length), 0);
        foreach (var (from, (to, shown)) in _replaced)
        {
            result.Append(text, at, from - at).Append(shown);
            at = to;
        }

        return result.Append(text, at, text.Length - at).ToString();
    }

    /// <summary>An object or a list that is open.</summary>
    private sealed class Frame
    {
        public bool IsObject { get; init; }

        /// <summary>It stands below a name that is secret: so is all in it.</summary>
        public bool IsSecret { get; init; }

        /// <summary>The member whose value comes; null before its name, and in a list.</summary>
        public string? Name { get; set; }

        /// <summary>A member such as <c>"key": "password"</c> says what its <c>value</c> is.</summary>
        public bool NamesSecret { get; set; }

        public int ValueFrom { get; set; }

        public int ValueTo { get; set; }

        /// <summary>The value that comes is secret.</summary>
        public bool HoldsSecret => IsSecret || (Name is not null && HttpMessageText.IsSecret(Name));
    }
}
