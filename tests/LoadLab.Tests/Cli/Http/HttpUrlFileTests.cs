using LoadLab.Cli.Http;
using LoadLab.Core;
using LoadLab.Core.Text;

namespace LoadLab.Tests.Cli.Http;

public sealed class HttpUrlFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("loadlab-urls-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Each_line_is_a_request_with_its_weight_and_its_row()
    {
        var load = HttpPlanner.Plan(
            new HttpArguments { Target = ["http://127.0.0.1:8080/base"], UrlFile = File("# comment", "", "/products?page=1 9", "post /orders 0.5", "http://other:81/x"), Body = "{}", Resend = "idempotent" });

        load.Target.Mix.Select(target => (target.Method, target.Address.ToString(), target.Step, target.Weight, target.Body.Length)).Should().Equal(
            ("GET", "http://127.0.0.1:8080/products?page=1", "GET /products", 9, 0),
            ("POST", "http://127.0.0.1:8080/orders", "POST /orders", 0.5, 2),
            ("GET", "http://other:81/x", "GET /x", 1, 0));
        load.Target.Origins.Should().HaveCount(2);
        load.Plan.Description.Should().Be("3 requests of urls.txt");
    }

    [Fact]
    public void A_variable_is_replaced_and_stands_in_the_row_by_its_name()
    {
        var variables = new Variables(name => name == "KEY" ? "s3cret-key" : null);

        var load = HttpPlanner.Plan(new HttpArguments { Target = [], UrlFile = File("http://h/a/${KEY}/b?c=${KEY}") }, variables);

        load.Target.Address.PathAndQuery.Should().Be("/a/s3cret-key/b?c=s3cret-key");
        load.Target.Step.Should().Be("GET /a/${KEY}/b");
    }

    [Fact]
    public void All_faults_are_told_with_their_lines()
    {
        var file = File("/path", "http://h/ zero", "http://h/ 0", "ftp://h/", "http://h/${NO}");
        var plan = () => HttpPlanner.Plan(new HttpArguments { Target = [], UrlFile = file, Http2 = true });

        plan.Should().Throw<LoadLabException>().Which.Faults.Should().Equal(
            "--url-file goes with HTTP/1.1. Leave out --http2.",
            $"{file}:1: '/path' is neither an http or https address nor a path. For paths give the address, too: loadlab http http://host:port/ --url-file {file}",
            $"{file}:2: this is not [METHOD] URL [WEIGHT] with a weight above 0. Write for example: POST /orders 2",
            $"{file}:3: this is not [METHOD] URL [WEIGHT] with a weight above 0. Write for example: POST /orders 2",
            $"{file}:4: 'ftp://h/' is neither an http or https address nor a path. For paths give the address, too: loadlab http http://host:port/ --url-file {file}",
            $"{file}:5: the variable NO is not set. Set it in the environment or with --env-file FILE, or write ${{NO:-VALUE}}.");
    }

    [Fact]
    public void Neither_address_nor_file_is_a_fault() =>
        FluentActions.Invoking(() => HttpPlanner.Plan(new HttpArguments { Target = [] })).Should().Throw<LoadLabException>()
            .WithMessage("There is no address. Write loadlab http http://host:port/path, or give --url-file FILE.");

    [Theory]
    [InlineData("text", "text")]
    [InlineData("@FILE", "of the file\n")]
    public void Data_are_a_body_and_make_it_a_POST(string data, string body)
    {
        System.IO.File.WriteAllText(Path.Combine(_folder, "body"), "of the file\n");

        var target = HttpPlanner.Plan(new HttpArguments { Target = ["http://h/"], DataBinary = data.Replace("FILE", Path.Combine(_folder, "body"), StringComparison.Ordinal) }).Target;

        (target.Method, System.Text.Encoding.UTF8.GetString(target.Body.Span)).Should().Be(("POST", body));
    }

    private string File(params string[] lines)
    {
        var path = Path.Combine(_folder, "urls.txt");
        System.IO.File.WriteAllLines(path, lines);
        return path;
    }
}
