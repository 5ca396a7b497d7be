using Mirror.Engine.Options;

namespace Mirror.Engine.Creating;

/// <summary>The text of a first pipeline: a merge request is checked and told what it changes, the main branch is published.</summary>
internal static class FirstPipeline
{
    /// <param name="kind">Not <see cref="PipelineKind.None"/>.</param>
    /// <param name="name">The mirror's name.</param>
    /// <param name="folder">The configuration's folder, relative to the repository, with forward slashes.</param>
    public static string Write(PipelineKind kind, string name, string folder) => (kind switch
    {
        PipelineKind.GitLab => GitLab,
        PipelineKind.GitHub => GitHub,
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    }).Replace("NAME", name, StringComparison.Ordinal).Replace("FOLDER", folder, StringComparison.Ordinal).ReplaceLineEndings("\n");

    private const string GitLab = """
        # Pipeline of the mirror 'NAME'. Include it in '.gitlab-ci.yml' of the repository:
        #   include:
        #     - local: FOLDER/gitlab-ci.yml
        #
        # Variables of the project:
        #   MIRROR_DESTINATION   docker://registry.example.com/ocp
        #   REGISTRY_AUTH_FILE   of type file: the logins for sources and destination, as 'podman login' writes them
        #   MIRROR_NOTE_TOKEN    optional: a token with scope 'api', to post what changes as a note
        .NAME-mirror:
          image: mcr.microsoft.com/dotnet/sdk:10.0
          variables:
            GIT_DEPTH: "0"    # Diff compares with the commit that the merge request started from
            MIRROR_CONFIG: FOLDER

        NAME-review:
          extends: .NAME-mirror
          stage: test
          rules:
            - if: $CI_PIPELINE_SOURCE == "merge_request_event"
              changes:
                - FOLDER/**/*
          script:
            - ./build.sh --target Diff     # first, so that reviewers see it whatever the others say
            - ./build.sh --target Check
            - ./build.sh --target Lock --locked
          after_script:
            - |
              if [ -n "$MIRROR_NOTE_TOKEN" ] && [ -f "artifacts/NAME/diff/diff.md" ]; then
                curl --fail --silent --show-error --output /dev/null --header "PRIVATE-TOKEN: $MIRROR_NOTE_TOKEN" --form "body=<artifacts/NAME/diff/diff.md" \
                  "$CI_API_V4_URL/projects/$CI_PROJECT_ID/merge_requests/$CI_MERGE_REQUEST_IID/notes"
              fi
          artifacts:
            when: always
            paths:
              - artifacts/NAME/diff

        # The same with what the policy lets a person approve; started by hand.
        NAME-approve:
          extends: NAME-review
          variables:
            MIRROR_APPROVE: removals
          rules:
            - if: $CI_PIPELINE_SOURCE == "merge_request_event"
              changes:
                - FOLDER/**/*
              when: manual
              allow_failure: true

        NAME-publish:
          extends: .NAME-mirror
          stage: deploy
          resource_group: NAME-mirror
          rules:
            - if: $CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH
              changes:
                - FOLDER/**/*
          script:
            - ./build.sh --target Publish
          artifacts:
            when: always
            paths:
              - artifacts/NAME/cluster-resources
              - artifacts/NAME/runs
              - artifacts/NAME/report.json
              - artifacts/NAME/publish.intoto.json

        """;

    private const string GitHub = """
        # Workflow of the mirror 'NAME'.
        #   vars.MIRROR_DESTINATION     docker://registry.example.com/ocp
        #   secrets.REGISTRY_AUTH       the logins for sources and destination, as 'podman login' writes them
        name: Mirror NAME

        on:
          pull_request:
            paths: ["FOLDER/**"]
          push:
            branches: [main]
            paths: ["FOLDER/**"]

        permissions:
          contents: read
          pull-requests: write

        concurrency: mirror-NAME-${{ github.ref }}

        env:
          MIRROR_CONFIG: FOLDER
          MIRROR_DESTINATION: ${{ vars.MIRROR_DESTINATION }}

        jobs:
          review:
            if: github.event_name == 'pull_request'
            runs-on: ubuntu-latest
            env:
              # A reviewer approves removals with a label.
              MIRROR_APPROVE: ${{ contains(github.event.pull_request.labels.*.name, 'approve-removals') && 'removals' || '' }}
            steps:
              - uses: actions/checkout@v4
                with:
                  fetch-depth: 0    # Diff compares with the commit that the pull request started from
              - uses: actions/setup-dotnet@v4
                with:
                  global-json-file: global.json
              - run: ./build.sh --target Diff    # first, so that reviewers see it whatever the others say
              - run: ./build.sh --target Check
              - run: ./build.sh --target Lock --locked
              - if: always() && hashFiles('artifacts/NAME/diff/diff.md') != ''
                run: gh pr comment "${{ github.event.number }}" --body-file "artifacts/NAME/diff/diff.md"
                env:
                  GH_TOKEN: ${{ github.token }}

          publish:
            if: github.event_name == 'push'
            runs-on: ubuntu-latest
            steps:
              - uses: actions/checkout@v4
                with:
                  fetch-depth: 0
              - uses: actions/setup-dotnet@v4
                with:
                  global-json-file: global.json
              - run: printf '%s' "$AUTH" > "$RUNNER_TEMP/auth.json" && chmod 600 "$RUNNER_TEMP/auth.json"
                env:
                  AUTH: ${{ secrets.REGISTRY_AUTH }}
              - run: ./build.sh --target Publish --authfile "$RUNNER_TEMP/auth.json"
              - uses: actions/upload-artifact@v4
                if: always()
                with:
                  name: mirror-NAME
                  path: |
                    artifacts/NAME/cluster-resources
                    artifacts/NAME/runs
                    artifacts/NAME/report.json
                    artifacts/NAME/publish.intoto.json

        """;
}
