namespace Mirror.Oci.Registry.Configuration;

/// <summary>
/// One place that an image can be pulled from: <see cref="Image"/> is the reference to ask there (by digest alone if it has one),
/// <see cref="AllowsInsecure"/> permits plain HTTP and certificates that nobody vouches for, <see cref="Reason"/> says in a clause why this place.
/// </summary>
public sealed record PullPlace(ImageReference Image, bool AllowsInsecure, bool IsMirror, string Reason);
