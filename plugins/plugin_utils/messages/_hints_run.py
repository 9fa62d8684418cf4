# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
"""What is generally known of Pods and containers that do not run, in both languages. Private to the collection."""

from __future__ import annotations

import typing as t

MESSAGES: t.Final[t.Mapping[str, t.Mapping[str, str]]] = {
    # Pods
    "what_unscheduled": {
        "ja": "Pod {pod} を配置できるノードがありません: {message}",
        "en": "There is no node that can take the Pod {pod}: {message}",
    },
    "how_unscheduled": {
        "ja": "requests の合計がノードの空きに収まっているか、"
        "使うボリュームやノードの条件が満たされているかを確認してください。",
        "en": "Do the requests fit into what the node has left? Are there "
        "the volumes and the kind of node it asks for?",
    },
    "what_evicted": {
        "ja": "Pod {pod} は {reason} で終了させられました: {message}",
        "en": "The Pod {pod} was ended by the node ({reason}): {message}",
    },
    "how_evicted": {
        "ja": "上限を超えて使ったもの (メモリ、ボリュームのサイズ) を減らし、Pod を作り直してください。",
        "en": "Use less of what went over its limit (memory, size of a volume), and create the Pod again.",
    },
    "what_pending": {
        "ja": "Pod {pod} は Pending のままで、コンテナがまだ作成されていません。",
        "en": "The Pod {pod} is Pending, and no container of it has been created.",
    },
    "how_pending": {
        "ja": "`{look}` の Events で、何を待っているかを確認してください。",
        "en": "The events in `{look}` say what it waits for.",
    },
    "what_pull": {
        "ja": "コンテナ {container} は、イメージ {image} を取得できません ({reason})。",
        "en": "The container {container} cannot get its image {image} ({reason}).",
    },
    "how_pull": {
        "ja": "イメージ名とタグのつづり、レジストリのホストとポートを確認してください。"
        "自分で作ったイメージなら、push したかどうかも確認します。",
        "en": "Check how the image and its tag are spelt, and the registry's "
        "host and port. Did you push an image of your own?",
    },
    "what_pull_missing": {
        "ja": "コンテナ {container} のイメージ {image} は、レジストリにありません。",
        "en": "The registry does not have {image}, the image of the container {container}.",
    },
    "what_pull_login": {
        "ja": "コンテナ {container} のイメージ {image} を取得しようとして、レジストリに認証を拒否されました。",
        "en": "The registry has refused to give the container {container} its image {image} without a valid login.",
    },
    "how_pull_login": {
        "ja": "レジストリの認証情報を持つ Secret が同じ名前空間にあり、Pod がそれを指定しているかを確認してください。",
        "en": "Is there a Secret with the registry's credentials in the same namespace, and does the Pod name it?",
    },
    "what_pull_unreachable": {
        "ja": "コンテナ {container} のイメージ {image} を取得しようとしましたが、レジストリに接続できません。",
        "en": "The registry of {image}, the image of the container {container}, cannot be reached.",
    },
    "how_pull_unreachable": {
        "ja": "`docker ps` でレジストリのコンテナが動いているか、"
        "ポートがイメージ名と一致しているかを確認してください。",
        "en": "Does the registry's container run (`docker ps`), and on the port that stands in the image's name?",
    },
    "what_never": {
        "ja": "コンテナ {container} のイメージ {image} がノードにありません。"
        "imagePullPolicy が Never なので、取得もされません。",
        "en": "The image {image} of the container {container} is not on "
        "the node, and the policy Never does not pull it.",
    },
    "how_never": {
        "ja": "`sudo crictl images` でノードにあるイメージを確かめてください。"
        "docker で見えるイメージとは別のものです。",
        "en": "See by `sudo crictl images` what the node has. It is not what docker shows.",
    },
    "what_bad_image": {
        "ja": "コンテナ {container} の image「{image}」は、イメージ名として正しい形ではありません。",
        "en": 'The image "{image}" of the container {container} is no name of an image.',
    },
    "what_config": {
        "ja": "コンテナ {container} は、設定に誤りがあるため起動できません: {message}",
        "en": "The container {container} cannot start because of its configuration: {message}",
    },
    "how_config": {
        "ja": "参照している ConfigMap や Secret の名前とキー、実行ユーザーの指定を確認してください。",
        "en": "Check the names and keys of the ConfigMaps and Secrets it refers to, and which user it is to run as.",
    },
    "what_start": {
        "ja": "コンテナ {container} のコマンドを起動できません: {message}",
        "en": "The command of the container {container} cannot be started: {message}",
    },
    "how_start": {
        "ja": "コマンドのつづりと、そのコマンドがイメージに入っているかを確認してください。",
        "en": "Check how the command is spelt, and whether the image has it.",
    },
    "what_crash": {
        "ja": "コンテナ {container} は起動と終了を繰り返しています (CrashLoopBackOff)。"
        "直前の終了コードは {code} です。",
        "en": "The container {container} starts and ends again and again (CrashLoopBackOff). It ended with {code}.",
    },
    "what_crash_unknown": {
        "ja": "コンテナ {container} は起動と終了を繰り返しています (CrashLoopBackOff)。",
        "en": "The container {container} starts and ends again and again (CrashLoopBackOff).",
    },
    "what_ended": {
        "ja": "コンテナ {container} は終了コード {code} で終わっています ({reason})。",
        "en": "The container {container} has ended with {code} ({reason}).",
    },
    "how_logs": {
        "ja": "`{look}` で、終わる前に出力したエラーを読んでください。",
        "en": "Read in `{look}` what it said before it ended.",
    },
    "what_completed": {
        "ja": "コンテナ {container} の主プロセスは正常に (終了コード 0 で) 終わりました。",
        "en": "The main process of the container {container} has come to its end (code 0).",
    },
    "how_completed": {
        "ja": "コンテナは主プロセスと一緒に終わります。終わらないコマンドを主プロセスにしてください。",
        "en": "A container ends with its main process. Give it a command that goes on.",
    },
    "what_oom": {
        "ja": "コンテナ {container} はメモリの上限を超えて強制終了されました (OOMKilled)。",
        "en": "The container {container} was killed because it went over its memory limit (OOMKilled).",
    },
    "how_oom": {
        "ja": "limits.memory の値と、プロセスが実際に使うメモリ量を比べてください。",
        "en": "Compare limits.memory with what its processes really use.",
    },
    "what_creating": {
        "ja": "コンテナ {container} は ContainerCreating のままです。"
        "イメージの取得かボリュームの準備が終わっていません。",
        "en": "The container {container} is still being created: its image or one of its volumes is not there.",
    },
    "how_creating": {
        "ja": "`{look}` の Events を確認してください。マウントする ConfigMap や PVC がないと、ここで止まります。",
        "en": "Look at the events in `{look}`. Without the ConfigMap or claim that it mounts, it stops here.",
    },
    "what_init": {
        "ja": "Init コンテナ {container} がまだ終わっていないため、ほかのコンテナは起動していません。",
        "en": "The init container {container} has not ended yet, so the others have not started.",
    },
    "how_init": {
        "ja": "`{look}` で、何を待っているかを確認してください。",
        "en": "See in `{look}` what it waits for.",
    },
    "what_not_ready": {
        "ja": "コンテナ {container} は動作していますが、Ready になっていません。",
        "en": "The container {container} runs, but it is not ready.",
    },
    "how_not_ready": {
        "ja": "readinessProbe のパスとポートが合っているか、アプリがそこで応答しているかを確認してください。",
        "en": "Do path and port of its readiness probe fit, and does the application answer there?",
    },
    "what_no_replicas": {
        "ja": "Deployment {name} は Pod を作成できていません: {message}",
        "en": "The Deployment {name} cannot create its Pods: {message}",
    },
    "what_paused": {
        "ja": "Deployment {name} は一時停止中 (paused) なので、変更が Pod に反映されません。",
        "en": "The Deployment {name} is paused, so no change of it reaches the Pods.",
    },
    "how_paused": {
        "ja": "`kubectl rollout` のサブコマンドで再開してください。",
        "en": "Let it go on: `kubectl rollout` has a command for that.",
    },
    # Docker
    "what_docker_exited": {
        "ja": "コンテナ {name} は終了コード {code} で止まっています。",
        "en": "The container {name} has stopped with exit code {code}.",
    },
    "what_docker_oom": {
        "ja": "コンテナ {name} はメモリ不足で強制終了されました (OOMKilled)。",
        "en": "The container {name} was killed for lack of memory (OOMKilled).",
    },
    "how_docker_oom": {
        "ja": "コンテナに与えたメモリの上限と、プロセスが使う量を比べてください。",
        "en": "Compare the memory that the container was given with what its processes use.",
    },
    "what_docker_state": {
        "ja": "コンテナ {name} の状態は {state} です。",
        "en": "The state of the container {name} is {state}.",
    },
    "how_docker_paused": {
        "ja": "一時停止を解除してください (`docker unpause`)。",
        "en": "Let it go on (`docker unpause`).",
    },
    "what_docker_created": {
        "ja": "コンテナ {name} は作成されただけで、まだ起動していません。",
        "en": "The container {name} was created and has never started.",
    },
    "how_docker_created": {
        "ja": "作成したときのエラー (ポートの重複など) を直し、削除してから作り直してください。",
        "en": "Mend what the error said when it was made (a port in use, perhaps), remove it and make it again.",
    },
    "how_docker_done": {
        "ja": "停止させただけなら起動し直してください。すぐに終わる場合は、コマンドが動き続けるものではありません。",
        "en": "If it was only stopped, start it again. If it ends at once, its command does not go on.",
    },
    "how_docker_logs": {
        "ja": "`docker logs` で、終わる前に出力したエラーを読んでください。",
        "en": "Read in `docker logs` what it said before it ended.",
    },
    "what_no_port": {
        "ja": "コンテナ {name} のポートは、ホストのどのポートにも公開されていません。",
        "en": "No port of the container {name} is published on the host.",
    },
    "what_other_port": {
        "ja": "コンテナ {name} はホストの {ports} 番で公開されていて、{arg} 番ではありません。",
        "en": "The container {name} is published on the host's port {ports}, not on {arg}.",
    },
    "what_port_elsewhere": {
        "ja": "ホストの {arg} 番は、コンテナ {name} の別のポートにつながっていて、{port} 番にはつながっていません。",
        "en": "Port {arg} of the host leads to another port of the container {name}, not to port {port}.",
    },
    "how_port": {
        "ja": "公開するポートは `-p ホスト側:コンテナ側` で指定します。"
        "後から変更できないので、コンテナを作り直してください。",
        "en": "Ports are published by `-p HOST:CONTAINER`. That cannot be changed later, so make the container again.",
    },
    "what_other_image": {
        "ja": "コンテナ {name} は {image} から起動されたもので、目的のイメージではないか、同じ名前の古いイメージです。",
        "en": "The container {name} was run from {image}: not the image it should be, or an older one of that name.",
    },
}
