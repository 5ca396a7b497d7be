using System.Globalization;
using Mirror.Build.Reporting;
using Mirror.Sandbox.Registry;
using Mirror.Sandbox.Serving;

namespace Mirror.Build.Serving;

/// <summary>Serves the content store, with the images of the lock under the names that they have at a destination.</summary>
internal sealed class StoreServer(MirrorOptions options, Terminal terminal)
{
    /// <summary>Runs until cancelled. An image that the store does not hold whole is named and left out.</summary>
    public async Task RunAsync(MirrorEngine engine, CancellationToken cancellationToken)
    {
        var images = await engine.ImagesAsync(cancellationToken);
        await using var registry = await EmbeddedRegistry.StartAsync(
            new EmbeddedRegistryOptions
            {
                Folder = options.StoreFolder,
                Listen = new ListenOptions { Address = options.ListenAddress, Port = options.Port },
            },
            cancellationToken);

        var served = 0;
        foreach (var image in images)
        {
            try
            {
                await registry.OfferAsync(image.Target.Repository, image.Target.Tag, image.Digest, cancellationToken);
                served++;
            }
            catch (MirrorException missing) when (missing.Diagnostics[0].Code == MirrorErrors.ContentNotInStore)
            {
                terminal.WriteErrorLine($"Not served: '{image.Target}', because the store does not hold all of it. {MirrorErrors.ContentNotInStore.Remedy}");
            }
        }

        terminal.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"Serving {served} of {images.Count} images from '{options.DisplayPath(options.StoreFolder)}'"));
        terminal.WriteLine($"Registry: {registry.Name}");
        await Task.Delay(Timeout.Infinite, cancellationToken);
    }
}
