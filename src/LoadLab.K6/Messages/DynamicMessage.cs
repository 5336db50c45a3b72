using Google.Protobuf.Reflection;

namespace LoadLab.K6.Messages;

/// <summary>
/// A message whose type is known at run time only. Numbers, texts, <c>bool</c> and <c>ByteString</c> are kept as they are, enums as <c>int</c>, messages as
/// <see cref="DynamicMessage"/>, repeated fields as lists, maps as dictionaries.
/// </summary>
internal sealed class DynamicMessage(MessageDescriptor type)
{
    private readonly SortedDictionary<int, (FieldDescriptor Field, object Value)> _values = [];

    public MessageDescriptor Type => type;

    /// <summary>What it has, by the numbers of the fields.</summary>
    public IEnumerable<(FieldDescriptor Field, object Value)> Values => _values.Values;

    /// <summary>The value of a field; null for none.</summary>
    public object? Get(FieldDescriptor field) => _values.TryGetValue(field.FieldNumber, out var found) ? found.Value : null;

    /// <summary>Sets a field; of the fields of a oneof only the last stays.</summary>
    public void Set(FieldDescriptor field, object value)
    {
        foreach (var other in field.ContainingOneof?.Fields ?? [])
        {
            _values.Remove(other.FieldNumber);
        }

        _values[field.FieldNumber] = (field, value);
    }

    /// <summary>Adds an item to a repeated field.</summary>
    public void Add(FieldDescriptor field, object item) => ListOf(field).Add(item);

    /// <summary>The items of a repeated field, which is there from now on.</summary>
    public List<object> ListOf(FieldDescriptor field)
    {
        if (Get(field) is not List<object> list)
        {
            _values[field.FieldNumber] = (field, list = []);
        }

        return list;
    }

    /// <summary>The entries of a map, which is there from now on.</summary>
    public Dictionary<object, object> MapOf(FieldDescriptor field)
    {
        if (Get(field) is not Dictionary<object, object> map)
        {
            _values[field.FieldNumber] = (field, map = []);
        }

        return map;
    }

    /// <summary>A required field that it lacks, in it or in its parts; null for none.</summary>
    public string? Missing()
    {
        foreach (var field in type.Fields.InFieldNumberOrder())
        {
            if (field.IsRequired && Get(field) is null)
            {
                return $"{type.FullName}.{field.Name}";
            }
        }

        return Parts().Select(part => part.Missing()).FirstOrDefault(missing => missing is not null);
    }

    private IEnumerable<DynamicMessage> Parts() => _values.Values.SelectMany(value => value.Value switch
    {
        DynamicMessage part => [part],
        List<object> list => list.OfType<DynamicMessage>(),
        Dictionary<object, object> map => map.Values.OfType<DynamicMessage>(),
        _ => [],
    });
}
