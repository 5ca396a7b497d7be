using System.Text.RegularExpressions;
using Mirror.Engine.Options;

namespace Mirror.Engine.Creating;

/// <summary>The text of a first pipeline: a merge request is checked and told what it changes, the main branch is published.</summary>
internal static partial class FirstPipeline
{
    /// <param name="kind">Not <see cref="PipelineKind.None"/>.</param>
    /// <param name="name">The mirror's name.</param>
    /// <param name="folder">The configuration's folder, relative to the repository, with forward slashes.</param>
    public static string Write(PipelineKind kind, string name, string folder) => (kind switch
    {
        PipelineKind.GitLab => GitLab,
        PipelineKind.GitHub => GitHub,
        PipelineKind.Tekton => Tekton,
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    }).Replace("@NAME@", name, StringComparison.Ordinal)
        .Replace("@FOLDER@", folder, StringComparison.Ordinal)
        .Replace("@LABEL@", Label(name), StringComparison.Ordinal)
        .ReplaceLineEndings("\n");

    /// <summary>Whether a text can stand in YAML, in a shell and in a pattern of paths as it is; only such names and folders get a pipeline.</summary>
    public static bool IsPlain(string text) => PlainText().IsMatch(text);

    // What Kubernetes takes as the name of an object.
    private static string Label(string name) => name.ToLowerInvariant().Replace('_', '-').Replace('.', '-').Trim('-');

    [GeneratedRegex(@"\A[A-Za-z0-9][A-Za-z0-9._-]*(/[A-Za-z0-9][A-Za-z0-9._-]*)*\z", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex PlainText();

    private const string GitLab = """
        # Pipeline of the mirror '@NAME@'. Include it in '.gitlab-ci.yml' of the repository:
        #   include:
        #     - local: @FOLDER@/gitlab-ci.yml
        #
        # Variables of the project:
        #   MIRROR_DESTINATION   docker://registry.example.com/ocp
        #   REGISTRY_AUTH_FILE   of type file: the logins for sources and destination, as 'podman login' writes them
        #   MIRROR_NOTE_TOKEN    optional: a token with scope 'api', to post what changes as a note
        .@NAME@-mirror:
          image: mcr.microsoft.com/dotnet/sdk:10.0
          variables:
            GIT_DEPTH: "0"    # Diff compares with the commit that the merge request started from
            MIRROR_CONFIG: @FOLDER@

        @NAME@-review:
          extends: .@NAME@-mirror
          stage: test
          rules:
            - if: $CI_PIPELINE_SOURCE == "merge_request_event"
              changes:
                - @FOLDER@/**/*
          script:
            - ./build.sh --target Diff     # first, so that reviewers see it whatever the others say
            - ./build.sh --target Check
            - ./build.sh --target Lock --locked
          after_script:
            - |
              if [ -n "${MIRROR_NOTE_TOKEN:-}" ] && [ -f "artifacts/@NAME@/diff/diff.md" ]; then
                curl --fail --silent --show-error --output /dev/null --header "PRIVATE-TOKEN: $MIRROR_NOTE_TOKEN" --form "body=<artifacts/@NAME@/diff/diff.md" \
                  "$CI_API_V4_URL/projects/$CI_PROJECT_ID/merge_requests/$CI_MERGE_REQUEST_IID/notes"
              fi
          artifacts:
            when: always
            paths:
              - artifacts/@NAME@/diff

        # The same with what the policy lets a person approve; started by hand.
        @NAME@-approve:
          extends: @NAME@-review
          variables:
            MIRROR_APPROVE: removals
          rules:
            - if: $CI_PIPELINE_SOURCE == "merge_request_event"
              changes:
                - @FOLDER@/**/*
              when: manual
              allow_failure: true

        @NAME@-publish:
          extends: .@NAME@-mirror
          stage: deploy
          resource_group: @NAME@-mirror
          rules:
            - if: $CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH
              changes:
                - @FOLDER@/**/*
          script:
            - ./build.sh --target Publish
          artifacts:
            when: always
            paths:
              - artifacts/@NAME@/cluster-resources
              - artifacts/@NAME@/runs
              - artifacts/@NAME@/report.json
              - artifacts/@NAME@/publish.intoto.json

        """;

    private const string GitHub = """
        # Workflow of the mirror '@NAME@'.
        #   vars.MIRROR_DESTINATION     docker://registry.example.com/ocp
        #   secrets.REGISTRY_AUTH       the logins for sources and destination, as 'podman login' writes them
        name: Mirror @NAME@

        on:
          pull_request:
            paths: ["@FOLDER@/**"]
          push:
            branches: [main]
            paths: ["@FOLDER@/**"]

        permissions:
          contents: read
          pull-requests: write

        concurrency: mirror-@NAME@-${{ github.ref }}

        env:
          MIRROR_CONFIG: @FOLDER@
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
              - if: always() && hashFiles('artifacts/@NAME@/diff/diff.md') != ''
                run: gh pr comment "$PULL_REQUEST" --body-file "artifacts/@NAME@/diff/diff.md"
                env:
                  GH_TOKEN: ${{ github.token }}
                  PULL_REQUEST: ${{ github.event.pull_request.number }}

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
              - run: (umask 077 && printf '%s' "$AUTH" > "$RUNNER_TEMP/auth.json")
                env:
                  AUTH: ${{ secrets.REGISTRY_AUTH }}
              - run: ./build.sh --target Publish --authfile "$RUNNER_TEMP/auth.json"
              - uses: actions/upload-artifact@v4
                if: always()
                with:
                  name: mirror-@NAME@
                  path: |
                    artifacts/@NAME@/cluster-resources
                    artifacts/@NAME@/runs
                    artifacts/@NAME@/report.json
                    artifacts/@NAME@/publish.intoto.json

        """;

    private const string Tekton = """
        # Pipeline of the mirror '@NAME@': 'kubectl apply -f @FOLDER@/tekton.yaml', then start it with a workspace that holds a clone of the repository, with its history,
        # and one with an 'auth.json' (a secret): the logins for sources and destination, as 'podman login' writes them.
        #   tkn pipeline start @LABEL@-mirror -p destination=docker://registry.example.com/ocp -w name=source,claimName=CLAIM -w name=logins,secret=SECRET
        # For a merge request, start '@LABEL@-mirror-review' with '-p base=' the commit that it started from; what changes is in 'artifacts/@NAME@/diff' of the workspace.
        apiVersion: tekton.dev/v1
        kind: Task
        metadata:
          name: @LABEL@-mirror
        spec:
          params:
            - name: destination
              default: ""
            - name: approve
              default: ""
            - name: arguments
          workspaces:
            - name: source
            - name: logins
              optional: true
              readOnly: true
          steps:
            - name: run
              image: mcr.microsoft.com/dotnet/sdk:10.0
              workingDir: $(workspaces.source.path)
              env:
                - name: CI
                  value: "true"
                - name: MIRROR_CONFIG
                  value: @FOLDER@
                - name: MIRROR_DESTINATION
                  value: $(params.destination)
                - name: MIRROR_APPROVE
                  value: $(params.approve)
                - name: LOGINS
                  value: $(workspaces.logins.path)
              script: |
                #!/usr/bin/env bash
                set -euo pipefail
                if [ -f "$LOGINS/auth.json" ]; then
                  export REGISTRY_AUTH_FILE="$LOGINS/auth.json"
                fi

                # shellcheck disable=SC2086 # several arguments on purpose
                ./build.sh $(params.arguments)
        ---
        apiVersion: tekton.dev/v1
        kind: Pipeline
        metadata:
          name: @LABEL@-mirror-review
        spec:
          params:
            - name: base
            - name: approve    # 'removals', when a reviewer says so
              default: ""
          workspaces:
            - name: source
          tasks:
            # First, so that reviewers see it whatever the others say.
            - name: diff
              taskRef:
                name: @LABEL@-mirror
              params:
                - name: approve
                  value: $(params.approve)
                - name: arguments
                  value: --target Diff --base git:$(params.base)
              workspaces:
                - name: source
                  workspace: source
            - name: check
              runAfter: [diff]
              taskRef:
                name: @LABEL@-mirror
              params:
                - name: approve
                  value: $(params.approve)
                - name: arguments
                  value: --target Check --locked --base git:$(params.base)
              workspaces:
                - name: source
                  workspace: source
        ---
        apiVersion: tekton.dev/v1
        kind: Pipeline
        metadata:
          name: @LABEL@-mirror
        spec:
          params:
            - name: destination
          workspaces:
            - name: source
            - name: logins
          tasks:
            - name: publish
              taskRef:
                name: @LABEL@-mirror
              params:
                - name: destination
                  value: $(params.destination)
                - name: arguments
                  value: --target Publish
              workspaces:
                - name: source
                  workspace: source
                - name: logins
                  workspace: logins

        """;
}
