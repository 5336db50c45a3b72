using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using Docker.DotNet;
using LoadLab.Core;
using LoadLab.Stacks.Containers;

namespace LoadLab.Tests.Stacks.Containers;

public sealed class DockerEndpointTests : IDisposable
{
    private readonly string _home = Directory.CreateTempSubdirectory("loadlab-docker-test-").FullName;
    private readonly Dictionary<string, string> _variables = [];
    private readonly HashSet<string> _sockets = [];

    public void Dispose() => Directory.Delete(_home, recursive: true);

    [Fact]
    public void The_engine_is_found_in_the_order_of_dockers_own_client()
    {
        Find().Should().Be("unix:///var/run/docker.sock", "it is what Docker takes when nothing is said");

        _sockets.Add(Path.Combine(_home, ".docker", "run", "docker.sock"));
        Find().Should().Be($"unix://{_home}/.docker/run/docker.sock");

        _variables["XDG_RUNTIME_DIR"] = "/run/user/1000";
        _sockets.Add("/run/user/1000/docker.sock");
        Find().Should().Be("unix:///run/user/1000/docker.sock");

        _sockets.Add("/var/run/docker.sock");
        Find().Should().Be("unix:///var/run/docker.sock");

        Write("config.json", """{"currentContext": "desk"}""");
        Context("desk", "unix:///desk.sock");
        Find().Should().Be("unix:///desk.sock");

        _variables["DOCKER_CONTEXT"] = "lab";
        Context("lab", "tcp://127.0.0.1:2375");
        Find().Should().Be("tcp://127.0.0.1:2375/");

        _variables["DOCKER_HOST"] = "unix:///given.sock";
        Find().Should().Be("unix:///given.sock");
    }

    [Theory]
    [InlineData("not json")]
    [InlineData("[]")]
    [InlineData("""{"currentContext": 7}""")]
    [InlineData("""{"currentContext": "unknown"}""")]
    [InlineData("""{"currentContext": "default"}""")]
    public void A_configuration_that_says_nothing_usable_is_as_none(string text)
    {
        Write("config.json", text);

        Find().Should().Be("unix:///var/run/docker.sock");
    }

    [Fact]
    public async Task An_address_that_is_none_says_how_it_is_written()
    {
        _variables["DOCKER_HOST"] = "somewhere";

        var connect = () => DockerEngine.ConnectAsync(Endpoint(), CancellationToken.None);

        (await connect.Should().ThrowAsync<LoadLabException>()).Which.Message.Should().Contain("DOCKER_HOST").And.Contain("unix:///var/run/docker.sock");
    }

    [Fact]
    public void Each_way_not_to_reach_an_engine_says_what_to_do()
    {
        var address = new Uri("unix:///var/run/docker.sock");

        Explain(new HttpRequestException("x", new SocketException((int)SocketError.AccessDenied))).Should().Contain("no permission").And.Contain("usermod -aG docker");
        Explain(new HttpRequestException("x", new SocketException((int)SocketError.ConnectionRefused))).Should().Contain("no Docker engine answers").And.Contain("systemctl start docker");
        Explain(new DockerApiException(HttpStatusCode.Forbidden, "policy")).Should().Contain("refuses to be asked");
        Explain(new OperationCanceledException()).Should().Contain("gave no answer within 5 s");
        Explain(new InvalidOperationException("odd")).Should().Be("no Docker engine answers at unix:///var/run/docker.sock: odd");

        string Explain(Exception fault) => DockerEngine.Explain(address, fault);
    }

    private DockerEndpoint Endpoint() => new(name => _variables.GetValueOrDefault(name), _home, _sockets.Contains);

    private string Find() => Endpoint().Find().AbsoluteUri;

    private void Context(string name, string host) => Write(
        Path.Combine("contexts", "meta", Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(name))), "meta.json"),
        $$"""{"Name": "{{name}}", "Endpoints": {"docker": {"Host": "{{host}}"} } }""");

    private void Write(string path, string text)
    {
        var full = Path.Combine(_home, ".docker", path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.WriteAllText(full, text);
    }
}
