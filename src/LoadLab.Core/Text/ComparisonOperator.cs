namespace LoadLab.Core.Text;

/// <summary>What a value must be against its limit. <see cref="ComparisonOperators"/> has the words, the signs and the meaning.</summary>
public enum ComparisonOperator
{
    /// <summary><c>lt</c>: below the limit.</summary>
    LessThan,

    /// <summary><c>lte</c>: the limit or below.</summary>
    LessThanOrEqual,

    /// <summary><c>gt</c>: above the limit.</summary>
    GreaterThan,

    /// <summary><c>gte</c>: the limit or above.</summary>
    GreaterThanOrEqual,

    /// <summary><c>eq</c>: the limit itself. Only thresholds of scripts have it.</summary>
    Equal,

    /// <summary><c>ne</c>: anything but the limit. Only thresholds of scripts have it.</summary>
    NotEqual,
}
