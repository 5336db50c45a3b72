using System.Collections.Immutable;
using System.Text;
using LoadLab.Scaffolding.Journeys;

namespace LoadLab.Scaffolding.Curl;

/// <summary>Collects what the options of one curl command say.</summary>
/// <param name="folder">Where files that it names are.</param>
/// <param name="faults">Gets each fault.</param>
internal sealed class CurlRequest(string folder, List<string> faults)
{
    private const string FormType = "application/x-www-form-urlencoded";
    private const string JsonType = "application/json";

    private static readonly HashSet<string> WithValue = new(StringComparer.Ordinal)
    {
        "-X", "--request", "-H", "--header", "-d", "--data", "--data-raw", "--data-ascii", "--data-binary", "--data-urlencode", "--json", "-F", "--form", "--form-string", "-u", "--user",
        "-b", "--cookie", "-A", "--user-agent", "-e", "--referer", "--url", "--oauth2-bearer", "-T", "--upload-file",
    };

    private readonly CurlFiles _files = new(folder, faults);
    private readonly List<string> _urls = [];
    private readonly List<Field> _headers = [];
    private readonly List<string> _data = [];
    private readonly List<FormPart> _parts = [];
    private byte[]? _bytes;
    private string? _method;
    private bool _isGet;
    private bool _isHead;
    private bool _isJson;

    /// <summary>True when an option is followed by its value.</summary>
    public static bool TakesValue(string option) => WithValue.Contains(option);

    /// <summary>An argument that is no option.</summary>
    public void AddUrl(string url) => _urls.Add(Place.Clean(url));

    /// <summary>An option without a value.</summary>
    /// <returns>False when there is none of this name.</returns>
    public bool Flag(string option)
    {
        switch (option)
        {
            case "-G" or "--get": _isGet = true; return true;
            case "-I" or "--head": _isHead = true; return true;
            default: return false;
        }
    }

    /// <summary>An option and its value.</summary>
    public void Option(string option, string value)
    {
        value = Place.Clean(value);
        switch (option)
        {
            case "-X" or "--request": _method = value.ToUpperInvariant(); break;
            case "-H" or "--header": AddHeader(value); break;
            case "-d" or "--data" or "--data-ascii": AddData(value, mayBeFile: true, isText: true); break;
            case "--data-raw": _data.Add(value); break;
            case "--data-binary": AddData(value, mayBeFile: true, isText: false); break;
            case "--data-urlencode": AddEncoded(value); break;
            case "--json": _isJson = true; AddData(value, mayBeFile: true, isText: true); break;
            case "-F" or "--form": AddPart(value, mayBeFile: true); break;
            case "--form-string": AddPart(value, mayBeFile: false); break;
            case "-u" or "--user": _headers.Add(new Field("Authorization", "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes(value)))); break;
            case "--oauth2-bearer": _headers.Add(new Field("Authorization", "Bearer " + value)); break;
            case "-b" or "--cookie": AddCookie(value); break;
            case "-A" or "--user-agent": _headers.Add(new Field("User-Agent", value)); break;
            case "-e" or "--referer": break;
            case "--url": AddUrl(value); break;
            case "-T" or "--upload-file": _bytes = _files.Bytes(value); _method ??= "PUT"; break;
            default: throw new System.Diagnostics.UnreachableException(option);
        }
    }

    /// <summary>The journey; null after a fault.</summary>
    public Journey? Finish()
    {
        if (_urls.Count != 1)
        {
            faults.Add(_urls.Count == 0 ? "The curl command names no address." : $"The curl command names {_urls.Count} addresses: {string.Join(", ", _urls)}. One is read.");
        }

        var address = _urls.Count == 1 ? ReadAddress(_urls[0]) : null;
        if (faults.Count > 0 || address is null)
        {
            return null;
        }

        if (address.UserInfo.Length > 0)
        {
            _headers.Add(new Field("Authorization", "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes(Uri.UnescapeDataString(address.UserInfo)))));
        }

        var url = address.PathAndQuery;
        if (_isGet && _data.Count > 0)
        {
            url += (url.Contains('?', StringComparison.Ordinal) ? "&" : "?") + string.Join('&', _data);
        }

        var contentType = _headers.FirstOrDefault(header => header.Name.Equals("Content-Type", StringComparison.OrdinalIgnoreCase)).Value;
        if (_isJson)
        {
            contentType ??= JsonType;
            if (!_headers.Any(header => header.Name.Equals("Accept", StringComparison.OrdinalIgnoreCase)))
            {
                _headers.Add(new Field("Accept", JsonType));
            }
        }

        var body = Body(contentType);
        var method = _method ?? (_isHead ? "HEAD" : body is null ? "GET" : "POST");
        var request = new JourneyRequest
        {
            Step = StepNames.Of(method, address.AbsolutePath),
            Method = method,
            Url = url,
            Headers = [.. _headers.Where(header => !ClientHeaders.Has(header.Name) && !(body is not null && header.Name.Equals("Content-Type", StringComparison.OrdinalIgnoreCase)))],
            Body = body,
        };
        return new Journey { Source = "a curl command", Address = new Uri(address.GetLeftPart(UriPartial.Authority).Replace(address.UserInfo + "@", "", StringComparison.Ordinal)), Requests = [request] };
    }

    private Uri? ReadAddress(string url)
    {
        var full = url.Contains("://", StringComparison.Ordinal) ? url : "http://" + url;
        if (Uri.TryCreate(full, UriKind.Absolute, out var address) && (address.Scheme == Uri.UriSchemeHttp || address.Scheme == Uri.UriSchemeHttps))
        {
            return address;
        }

        faults.Add($"'{url}' is no http or https address.");
        return null;
    }

    private RequestBody? Body(string? contentType)
    {
        if (_parts.Count > 0)
        {
            if (_data.Count > 0)
            {
                faults.Add("The curl command has both a form (-F) and data (-d); curl sends one of them.");
            }

            return new RequestBody.Multipart([.. _parts]);
        }

        if (_bytes is not null)
        {
            return new RequestBody.Binary(_bytes, contentType ?? "application/octet-stream");
        }

        return _data.Count == 0 || _isGet ? null : Bodies.Of(string.Join(_isJson ? "" : "&", _data), contentType ?? FormType);
    }

    private void AddHeader(string header)
    {
        var at = header.IndexOf(':', StringComparison.Ordinal);
        if (at < 0 && header.TrimEnd() is [_, .., ';'])
        {
            // So curl is told to send one without a value.
            _headers.Add(new Field(header.TrimEnd()[..^1].Trim(), ""));
        }
        else if (at <= 0)
        {
            faults.Add($"'{header}' is no header: 'NAME: VALUE' is.");
        }
        else if (header[(at + 1)..].Trim() is { Length: > 0 } value)
        {
            _headers.Add(new Field(header[..at].Trim(), value));
        }
    }

    private void AddCookie(string value)
    {
        if (value.Contains('=', StringComparison.Ordinal))
        {
            _headers.Add(new Field("Cookie", value));
        }
        else
        {
            faults.Add("The curl command reads cookies from a file (-b FILE). Give them as -b 'NAME=VALUE'.");
        }
    }

    private void AddData(string value, bool mayBeFile, bool isText)
    {
        if (!mayBeFile || !value.StartsWith('@'))
        {
            _data.Add(value);
        }
        else if (_files.Bytes(value[1..]) is { } bytes)
        {
            if (CurlFiles.TryText(bytes) is { } text)
            {
                // As curl does with -d: lines are joined.
                _data.Add(isText ? text.Replace("\r", "", StringComparison.Ordinal).Replace("\n", "", StringComparison.Ordinal) : text);
            }
            else
            {
                _bytes = bytes;
            }
        }
    }

    private void AddEncoded(string value)
    {
        var at = value.IndexOf('=', StringComparison.Ordinal);
        if (at < 0 && value.IndexOf('@', StringComparison.Ordinal) is >= 0 and var file)
        {
            if (_files.Text(value[(file + 1)..]) is { } text)
            {
                _data.Add($"{value[..file]}{(file == 0 ? "" : "=")}{Uri.EscapeDataString(text)}");
            }

            return;
        }

        _data.Add(at < 0 ? Uri.EscapeDataString(value) : $"{value[..at]}{(at == 0 ? "" : "=")}{Uri.EscapeDataString(value[(at + 1)..])}");
    }

    private void AddPart(string value, bool mayBeFile)
    {
        var at = value.IndexOf('=', StringComparison.Ordinal);
        if (at <= 0)
        {
            faults.Add($"'{value}' is no field of a form: 'NAME=VALUE' is.");
            return;
        }

        var (name, text) = (value[..at], value[(at + 1)..]);
        if (!mayBeFile)
        {
            _parts.Add(new FormPart(name, text, null, null, null));
            return;
        }

        var pieces = text.Split(';');
        var type = pieces.Skip(1).FirstOrDefault(piece => piece.StartsWith("type=", StringComparison.Ordinal))?["type=".Length..];
        if (text is ['<', ..])
        {
            if (_files.Text(pieces[0][1..]) is { } content)
            {
                _parts.Add(new FormPart(name, content, null, null, type));
            }

            return;
        }

        if (text is not ['@', ..])
        {
            // A ';type=' ends the value; another ';' is a part of it.
            _parts.Add(new FormPart(name, type is null ? text : text[..text.IndexOf(";type=", StringComparison.Ordinal)], null, null, type));
            return;
        }

        if (_files.Bytes(pieces[0][1..]) is { } bytes)
        {
            var fileName = pieces.Skip(1).FirstOrDefault(piece => piece.StartsWith("filename=", StringComparison.Ordinal))?["filename=".Length..].Trim('"') ?? Path.GetFileName(pieces[0][1..]);
            _parts.Add(new FormPart(name, null, bytes, fileName, type));
        }
    }
}
