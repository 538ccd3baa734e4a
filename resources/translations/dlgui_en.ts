<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en">
<context>
    <name>RunActions</name>
    <message numerus="yes">
        <source>%n runs were written into {folder}.</source>
        <translation>
            <numerusform>%n run was written into {folder}.</numerusform>
            <numerusform>%n runs were written into {folder}.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>The checkpoints of %n runs were deleted.</source>
        <translation>
            <numerusform>The checkpoints of %n run were deleted.</numerusform>
            <numerusform>The checkpoints of %n runs were deleted.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n runs were deleted.</source>
        <translation>
            <numerusform>%n run was deleted.</numerusform>
            <numerusform>%n runs were deleted.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>RunsPage</name>
    <message numerus="yes">
        <source>%n trainings wait for their turn</source>
        <translation>
            <numerusform>%n training waits for its turn</numerusform>
            <numerusform>%n trainings wait for their turn</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n trainings wait until you go on</source>
        <translation>
            <numerusform>%n training waits until you go on</numerusform>
            <numerusform>%n trainings wait until you go on</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>TrainingQueue</name>
    <message numerus="yes">
        <source>%n trainings wait until you go on with them.</source>
        <translation>
            <numerusform>%n training waits until you go on with it.</numerusform>
            <numerusform>%n trainings wait until you go on with them.</numerusform>
        </translation>
    </message>
</context>
</TS>
