namespace LoadLab.K6.Results;

/// <summary>A line of <c>--out json</c>, taken apart. It is read by key: the order of keys differs between the kinds of lines.</summary>
internal ref struct NdjsonLine
{
    /// <summary><c>Point</c>, <c>Metric</c>, or what else it says.</summary>
    public ReadOnlySpan<byte> Type { get; private set; }

    /// <summary>Name of the metric.</summary>
    public ReadOnlySpan<byte> Metric { get; private set; }

    /// <summary>All of <c>data</c>.</summary>
    public ReadOnlySpan<byte> Data { get; private set; }

    /// <summary>When, as written.</summary>
    public ReadOnlySpan<byte> Time { get; private set; }

    /// <summary>The value, as written.</summary>
    public ReadOnlySpan<byte> Value { get; private set; }

    /// <summary>The tags as an object, as written; empty when there is none.</summary>
    public ReadOnlySpan<byte> Tags { get; private set; }

    /// <summary>Takes a line apart.</summary>
    /// <param name="text">The line.</param>
    /// <param name="lastTags">The tags of the line before: the metrics of one request have the same ones, which are then compared and not walked over.</param>
    /// <param name="line">The parts.</param>
    /// <returns>False when it is no whole JSON object.</returns>
    public static bool TryParse(ReadOnlySpan<byte> text, scoped ReadOnlySpan<byte> lastTags, out NdjsonLine line)
    {
        line = default;
        NdjsonLine read = default;
        var cursor = new JsonCursor(text);
        if (!cursor.Take((byte)'{'))
        {
            return false;
        }

        do
        {
            if (!cursor.TakeString(out var key) || !cursor.Take((byte)':'))
            {
                return false;
            }

            var isGood = false;
            if (key.SequenceEqual("data"u8))
            {
                isGood = read.ReadData(ref cursor, lastTags);
            }
            else if (key.SequenceEqual("metric"u8))
            {
                isGood = cursor.TakeString(out var metric);
                read.Metric = metric;
            }
            else if (key.SequenceEqual("type"u8))
            {
                isGood = cursor.TakeString(out var type);
                read.Type = type;
            }
            else
            {
                isGood = cursor.SkipValue();
            }

            if (!isGood)
            {
                return false;
            }
        }
        while (cursor.Take((byte)','));
        line = read;
        return cursor.Take((byte)'}') && cursor.IsAtEnd;
    }

    private bool ReadData(ref JsonCursor cursor, scoped ReadOnlySpan<byte> lastTags)
    {
        if (!cursor.Take((byte)'{'))
        {
            return false;
        }

        var start = cursor.At - 1;
        if (cursor.Take((byte)'}'))
        {
            Data = cursor.From(start);
            return true;
        }

        do
        {
            if (!cursor.TakeString(out var key) || !cursor.Take((byte)':'))
            {
                return false;
            }

            var isGood = false;
            if (key.SequenceEqual("time"u8))
            {
                isGood = cursor.TakeString(out var time);
                Time = time;
            }
            else if (key.SequenceEqual("value"u8))
            {
                isGood = cursor.TakeScalar(out var value);
                Value = value;
            }
            else if (key.SequenceEqual("tags"u8))
            {
                cursor.SkipBlanks();
                var from = cursor.At;
                if (lastTags.Length > 0 && cursor.Rest.StartsWith(lastTags))
                {
                    cursor.Skip(lastTags.Length);
                    isGood = true;
                }
                else
                {
                    isGood = cursor.SkipValue();
                }

                var tags = cursor.From(from);
                Tags = tags is [(byte)'{', ..] ? tags : default;
            }
            else
            {
                isGood = cursor.SkipValue();
            }

            if (!isGood)
            {
                return false;
            }
        }
        while (cursor.Take((byte)','));
        Data = cursor.From(start);
        if (!cursor.Take((byte)'}'))
        {
            return false;
        }

        Data = cursor.From(start);
        return true;
    }
}
