using Mirror.Model.Locking;

namespace Mirror.Engine.Building;

/// <summary>Makes the images of one kind of source that no registry has, such as a rebuilt catalog, from what the lock pins.</summary>
internal interface IImageBuilder
{
    /// <summary>Whether <paramref name="source"/> is of this builder's kind.</summary>
    bool Builds(LockedSource source);

    /// <summary>
    /// Puts every manifest and every generated blob of the source's built images into the content store. Layers of base images stay where they are: they are copied
    /// from the repository that the planned image names.
    /// </summary>
    /// <exception cref="MirrorException">What the image is made from is gone, or making it gives another digest than the lock has.</exception>
    Task BuildAsync(LockedSource source, CancellationToken cancellationToken);
}
