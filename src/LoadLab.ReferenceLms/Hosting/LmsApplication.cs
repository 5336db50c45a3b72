using System.Text.Encodings.Web;
using System.Text.Json.Serialization.Metadata;
using LoadLab.ReferenceLms.Configuration;
using LoadLab.ReferenceLms.Courses;
using LoadLab.ReferenceLms.Data;
using LoadLab.ReferenceLms.Data.Generation;
using LoadLab.ReferenceLms.Enrolments;
using LoadLab.ReferenceLms.Errors;
using LoadLab.ReferenceLms.Files;
using LoadLab.ReferenceLms.Health;
using LoadLab.ReferenceLms.Mails;
using LoadLab.ReferenceLms.Metrics;
using LoadLab.ReferenceLms.Security;
using LoadLab.ReferenceLms.Submissions;
using Prometheus;

namespace LoadLab.ReferenceLms.Hosting;

/// <summary>Puts the service together.</summary>
internal static class LmsApplication
{
    /// <summary>Adds everything that the service is made of.</summary>
    public static void AddLms(this IServiceCollection services, LmsOptions options)
    {
        services.AddSingleton(options);
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton<LmsMetrics>();
        services.AddSingleton<NpgsqlPoolListener>();
        services.AddSingleton<MetricsCollection>();
        services.AddSingleton(provider =>
        {
            // First the listener: it must not miss the pool's first measurement.
            provider.GetRequiredService<NpgsqlPoolListener>();
            return Database.CreateSource(options);
        });
        services.AddSingleton(_ => RedisConnection.Open(options));
        services.AddSingleton<Database>();
        services.AddSingleton<Migrator>();
        services.AddSingleton<DataSeeder>();
        services.AddSingleton<PasswordHasher>();
        services.AddSingleton<TokenStore>();
        services.AddSingleton<UserStore>();
        services.AddSingleton<CourseStore>();
        services.AddSingleton<JsonCache>();
        services.AddSingleton<EnrolmentStore>();
        services.AddSingleton<SubmissionStore>();
        services.AddSingleton<GradingQueue>();
        services.AddSingleton<FileStore>();
        services.AddSingleton<BlobStorage>();
        services.AddSingleton<FileQuota>();
        services.AddHostedService<GradingService>();
        services.AddSingleton<MailQueue>();
        if (options.Smtp is { } smtp)
        {
            services.AddSingleton<IMailTransport>(provider => new SmtpTransport(smtp, provider.GetRequiredService<TimeProvider>()));
            services.AddHostedService<MailSender>();
        }

        services.AddProblemDetails();
        services.AddApiDocument();

        // The core only: AddAuthentication would bring data protection along, which writes keys into the home directory for nothing.
        services.AddAuthenticationCore(authentication => authentication.AddScheme<BearerAuthentication>(BearerAuthentication.SchemeName, null));
        services.AddSingleton(UrlEncoder.Default);
        services.AddTransient<BearerAuthentication>();
        services.AddAuthorization();
        services.ConfigureHttpJsonOptions(json => json.SerializerOptions.TypeInfoResolverChain.Insert(0, JsonTypeInfoResolver.Combine(
            AuthJson.Default, CourseJson.Default, EnrolmentJson.Default, SubmissionJson.Default, FileJson.Default, HealthJson.Default)));

        // A body that can't be read becomes an exception, and that becomes ProblemDetails.
        services.Configure<RouteHandlerOptions>(route => route.ThrowOnBadRequest = true);
        services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(3));
    }

    /// <summary>Maps the pipeline and the routes.</summary>
    public static void UseLms(this WebApplication app)
    {
        var options = app.Services.GetRequiredService<LmsOptions>();
        var time = app.Services.GetRequiredService<TimeProvider>();
        app.UseMiddleware<FaultMiddleware>();
        app.UseStatusCodePages();
        app.UseRouting();
        if (options.Delay > TimeSpan.Zero)
        {
            app.Use(async (context, next) =>
            {
                if (context.Request.Path.StartsWithSegments("/api", StringComparison.Ordinal))
                {
                    await Task.Delay(options.Delay, time, context.RequestAborted).ConfigureAwait(false);
                }

                await next(context).ConfigureAwait(false);
            });
        }

        app.UseAuthentication();
        app.UseAuthorization();
        var api = app.MapGroup("/api");
        api.MapAuth();
        api.MapCourses();
        api.MapEnrolments();
        api.MapSubmissions();
        api.MapFiles();
        app.MapHealth();
        app.MapOpenApi();
        app.Services.GetRequiredService<MetricsCollection>().Attach();
        app.MapMetrics(settings => settings.Registry = app.Services.GetRequiredService<LmsMetrics>().Registry);
    }
}
