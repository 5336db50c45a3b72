using System.Formats.Tar;
using System.Text;
using Docker.DotNet.Models;
using LoadLab.IntegrationTests.Stacks.Containers;
using LoadLab.Stacks.Containers;

namespace LoadLab.IntegrationTests.K6.Driving;

/// <summary>A container image of the stand-in for k6, over the tests' own image of Postgres, which has a shell.</summary>
internal static class StandInImage
{
    /// <summary>Makes it.</summary>
    /// <returns>Its name.</returns>
    public static async Task<string> BuildAsync(StandInK6 k6)
    {
        const string image = "loadlab-test/k6-stand-in:local";
        const string dockerfile = "FROM loadlab-test/postgres:local\nCOPY bin /usr/local/bin/\nENV PATH=/usr/local/bin:/usr/bin:/bin STAND_IN_HOME=.\n";
        using var context = new MemoryStream();
        using (var tar = new TarWriter(context, leaveOpen: true))
        {
            await tar.WriteEntryAsync(new PaxTarEntry(TarEntryType.RegularFile, "Dockerfile") { DataStream = new MemoryStream(Encoding.UTF8.GetBytes(dockerfile)) });
            foreach (var program in (string[])[Path.Combine(k6.Folder, "k6"), "/usr/bin/date", "/usr/bin/env"])
            {
                await tar.WriteEntryAsync(program, "bin/" + Path.GetFileName(program));
            }
        }

        context.Position = 0;
        using var engine = await DockerEngine.ConnectAsync(ContainerTestStack.Endpoint(), CancellationToken.None);
        await engine.Client.Images.BuildImageFromDockerfileAsync(new ImageBuildParameters { Tags = [image], NetworkMode = "none" }, context, [], new Dictionary<string, string>(), new Progress<JSONMessage>());
        return image;
    }

    /// <summary>Containers of k6 that the engine has.</summary>
    public static async Task<IReadOnlyList<string>> LeftAsync()
    {
        using var engine = await DockerEngine.ConnectAsync(ContainerTestStack.Endpoint(), CancellationToken.None);
        return [.. (await ContainerOwner.ListAsync(engine.Client, "loadlab.role=k6", CancellationToken.None)).Select(container => container.Names[0] + " " + container.Status)];
    }
}
