namespace Mirror.Model.Locking;

/// <summary>An archive that a web server has.</summary>
public sealed record ChartUrl(Uri Address) : ChartOrigin
{
    /// <inheritdoc/>
    public override ImageReference Reference(LockedChart chart)
    {
        var folder = Address.AbsolutePath[..Address.AbsolutePath.LastIndexOf('/')].Trim('/');
        return ImageReference.Docker(Address.Authority, folder.Length == 0 ? chart.Name : $"{folder}/{chart.Name}", TagOf(chart.Version));
    }

    /// <inheritdoc/>
    public override string ToString() => Address.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped);
}
