using System.Security.Cryptography.X509Certificates;
using Grpc.Reflection;
using LoadLab.IntegrationTests.K6.Grpc.Generated;
using LoadLab.Core.Runs;
using LoadLab.K6;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace LoadLab.IntegrationTests.K6.Grpc;

/// <summary>A gRPC server of ASP.NET Core with its health service and its reflection, and scripts that call it.</summary>
internal sealed class GrpcScript : IAsyncDisposable
{
    private readonly WebApplication _app;

    private GrpcScript(WebApplication app) => _app = app;

    /// <summary>Such as <c>127.0.0.1:5000</c>.</summary>
    public string Address => new Uri(_app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First()).Authority;

    /// <param name="certificate">That of the server; null for no TLS.</param>
    /// <param name="clients">The authority of whoever may call; null for everybody.</param>
    public static async Task<GrpcScript> StartAsync(X509Certificate2? certificate = null, X509Certificate2? clients = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(options => options.Listen(System.Net.IPAddress.Loopback, 0, listen =>
        {
            listen.Protocols = HttpProtocols.Http2;
            if (certificate is not null)
            {
                listen.UseHttps(certificate, https =>
                {
                    https.ClientCertificateMode = clients is null ? ClientCertificateMode.NoCertificate : ClientCertificateMode.RequireCertificate;
                    https.ClientCertificateValidation = (own, _, _) => clients is not null && IsOf(own, clients);
                });
            }
        }));
        builder.Services.AddGrpc();
        builder.Services.AddSingleton(new ReflectionServiceImpl(Orders.Descriptor, global::Grpc.Health.V1.Health.Descriptor));
        builder.Services.AddSingleton(_ =>
        {
            var health = new global::Grpc.HealthCheck.HealthServiceImpl();
            health.SetStatus("", global::Grpc.Health.V1.HealthCheckResponse.Types.ServingStatus.Serving);
            return health;
        });
        var app = builder.Build();
        app.MapGrpcService<ShopService>();
        app.MapGrpcService<ReflectionServiceImpl>();
        app.MapGrpcService<global::Grpc.HealthCheck.HealthServiceImpl>();
        await app.StartAsync();
        return new GrpcScript(app);
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private static bool IsOf(X509Certificate2 certificate, X509Certificate2 authority)
    {
        using var chain = new X509Chain { ChainPolicy = { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck } };
        chain.ChainPolicy.CustomTrustStore.Add(authority);
        return chain.Build(certificate);
    }

    /// <summary>Runs lines of one iteration with a client that is connected.</summary>
    public Task<ScriptHarness> CallAsync(string lines) => RunAsync($$"""
        import grpc from 'k6/net/grpc';
        import { check } from 'k6';
        const client = new grpc.Client();
        client.load(['protos'], 'shop.proto');
        export default function () {
          client.connect('BASE', { plaintext: true });
          {{lines}}
          client.close();
        }
        """);

    /// <summary>Runs a script that has the service's files under <c>protos</c>; <c>BASE</c> in it is the server's address.</summary>
    public async Task<ScriptHarness> RunAsync(string script, params PhasePlan[] phases)
    {
        var files = Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "K6", "Grpc"), "*.proto", SearchOption.AllDirectories)
            .ToDictionary(path => Path.Combine("protos", Path.GetRelativePath(Path.Combine(AppContext.BaseDirectory, "K6", "Grpc"), path)), File.ReadAllText);
        return await ScriptHarness.RunAsync(Address, script, new K6Arguments(), files, phases);
    }
}
