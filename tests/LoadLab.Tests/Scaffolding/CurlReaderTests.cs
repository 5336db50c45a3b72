using LoadLab.Core;
using LoadLab.Scaffolding.Curl;
using LoadLab.Scaffolding.Journeys;

namespace LoadLab.Tests.Scaffolding;

public sealed class CurlReaderTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("loadlab-curl-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("curl http://127.0.0.1:8080", "GET / get_home ")]
    [InlineData("curl -sS -L shop.example/api/users/17?full=1", "GET /api/users/17?full=1 get_users_by_id ")]
    [InlineData("curl -XDELETE https://shop.example/v1/carts/8f14e45fceea167a5a36dedd4bea2543", "DELETE /v1/carts/8f14e45fceea167a5a36dedd4bea2543 delete_carts_by_id ")]
    [InlineData("curl 'https://shop.example/orders' \\\n  -H 'Content-Type: application/json' \\\n  --data-raw '{\"a\":1}'", "POST /orders post_orders Json {\"a\":1}")]
    [InlineData("curl https://shop.example/orders --json '{\"a\": [1, 2.50]}'", "POST /orders post_orders Json {\"a\":[1,2.50]}")]
    [InlineData("curl https://shop.example/f -d a=1 -d 'b=x y'", "POST /f post_f Form a=1,b=x y")]
    [InlineData("curl -G https://shop.example/s --data-urlencode 'q=é &' -d p=2", "GET /s?q=%C3%A9%20%26&p=2 get_s ")]
    [InlineData("curl -X PUT https://shop.example/t -H 'Content-Type: text/plain' --data-binary $'caf\\u00e9\\n'", "PUT /t put_t Plain café\n")]
    [InlineData("curl --request=PATCH https://shop.example/j -H \"Content-Type: application/json\" -d \"{\\\"n\\\": null, \\\"n\\\": 1}\"", "PATCH /j patch_j Plain {\"n\": null, \"n\": 1}")]
    [InlineData("curl -I https://shop.example/a", "HEAD /a head_a ")]
    public void A_command_line_is_the_request_that_curl_sends(string line, string expected)
    {
        var request = CurlReader.Read(line, _folder).Requests.Single();

        $"{request.Method} {request.Url} {request.Step} {Body(request.Body)}".Should().Be(expected);
    }

    [Fact]
    public void Headers_are_kept_but_for_those_of_the_client()
    {
        var request = CurlReader.Read("curl 'http://a/b' -H 'Accept: text/html' -H 'User-Agent: x' -H 'sec-ch-ua: y' -H 'X-Shop: 1' --compressed -b 'theme=dark' -u ann:pw", _folder).Requests.Single();

        request.Headers.Should().Equal(new Field("Accept", "text/html"), new Field("X-Shop", "1"), new Field("Cookie", "theme=dark"), new Field("Authorization", "Basic YW5uOnB3"));
    }

    [Fact]
    public void What_a_shell_would_replace_is_told()
    {
        var line = "curl \"http://a/b?q=$WORD\" -H \"X-Id: ${ID}\" -H 'X-Price: $5 $no' -d $'it\\'s $not' -d \"\\$neither\" -d `date`";

        CurlReader.Read(line, _folder).Notes.Should().Equal("Not replaced: $WORD, ${ID}, `date`, as a shell would before curl sees it. It stands in the project as it is written here: put the value in its place.");
        CurlReader.Read("curl 'http://a/b?q=$WORD'", _folder).Notes.Should().BeEmpty();
    }

    [Fact]
    public void What_curl_reads_from_files_and_behind_semicolons_is_read_as_curl_does()
    {
        File.WriteAllText(Path.Combine(_folder, "note.txt"), "a b");

        CurlReader.Read("curl -G http://a/s --data-urlencode q@note.txt --data-urlencode @note.txt", _folder).Requests.Single().Url.Should().Be("/s?q=a%20b&a%20b");
        CurlReader.Read("curl http://a/b -H 'X-Empty;' -H 'X-Off:' -H 'X-Both: a;b'", _folder).Requests.Single().Headers.Should().Equal(new Field("X-Empty", ""), new Field("X-Both", "a;b"));
        var parts = CurlReader.Read("curl http://a/b -F 'meta={\"a\":1};type=application/json' -F 'note=<note.txt' -F 'odd=a;b' --form-string 'raw=@x;type=y'", _folder).Requests.Single().Body.Should().BeOfType<RequestBody.Multipart>().Which.Parts;
        parts.Select(part => (part.Name, part.Text, part.FileName, part.ContentType)).Should().Equal(
            ("meta", "{\"a\":1}", null, "application/json"), ("note", "a b", null, null), ("odd", "a;b", null, null), ("raw", "@x;type=y", null, null));
    }

    [Fact]
    public void Files_are_read_and_bytes_stay_bytes()
    {
        File.WriteAllText(Path.Combine(_folder, "a.json"), "{\n\"a\": 1}");
        File.WriteAllBytes(Path.Combine(_folder, "a.png"), [0x89, 0, 1]);

        CurlReader.Read("curl http://a/b --json @a.json", _folder).Requests.Single().Body.Should().BeOfType<RequestBody.Json>();
        CurlReader.Read("curl http://a/b --data-binary @a.png", _folder).Requests.Single().Body.Should().BeOfType<RequestBody.Binary>().Which.Bytes.Should().Equal(0x89, 0, 1);
        var parts = CurlReader.Read("curl http://a/b -F 'note=hi' -F 'file=@a.png;type=image/png'", _folder).Requests.Single().Body.Should().BeOfType<RequestBody.Multipart>().Which.Parts;
        parts.Select(part => (part.Name, part.Text, part.FileName, part.ContentType)).Should().Equal(("note", "hi", null, null), ("file", null, "a.png", "image/png"));
    }

    [Fact]
    public void All_faults_are_told_at_once()
    {
        var read = () => CurlReader.Read("wget ftp://a/b -H broken --hedaer x -b jar.txt -d @none", _folder);

        read.Should().Throw<LoadLabException>().Which.Should().Match<LoadLabException>(fault => fault.ExitCode == ExitCode.BadConfiguration)
            .And.Subject.As<LoadLabException>().Faults.Should().Equal(
                "The command line begins with 'wget', not with 'curl'.",
                "'broken' is no header: 'NAME: VALUE' is.",
                "curl's option '--hedaer' is not known here. Did you mean '--header'?",
                "The curl command reads cookies from a file (-b FILE). Give them as -b 'NAME=VALUE'.",
                $"The curl command sends the file 'none', which is not there (looked for at '{Path.Combine(_folder, "none")}').",
                "The curl command names 2 addresses: ftp://a/b, x. One is read.");
    }

    [Theory]
    [InlineData("", "The curl command line is empty.")]
    [InlineData("curl", "The curl command names no address.")]
    [InlineData("curl ftp://a/b", "'ftp://a/b' is no http or https address.")]
    [InlineData("curl http://a/b -H", "curl's option '-H' has no value.")]
    [InlineData("curl 'http://a/b", "The command line ends too early: a quote ' has no end.")]
    public void Broken_lines_are_told(string line, string expected)
    {
        var read = () => CurlReader.Read(line, _folder);

        read.Should().Throw<LoadLabException>().Which.Faults.Should().Contain(expected);
    }

    private static string Body(RequestBody? body) => body switch
    {
        RequestBody.Json json => "Json " + json.Value.ToJsonString(),
        RequestBody.Form form => "Form " + string.Join(',', form.Fields.Select(field => $"{field.Name}={field.Value}")),
        RequestBody.Plain plain => "Plain " + plain.Text,
        _ => "",
    };
}
