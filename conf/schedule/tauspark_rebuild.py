"""A weekly rebuild of the domain memory by Airflow (2.4 or newer): adjust, then copy to the DAGs' folder.

A run that did not promote is a failed task, whose log ends with the reason. It is not tried again: a release that the
gate kept will be kept again, and wrong settings stay wrong.
"""

from datetime import datetime, timedelta

from airflow import DAG
from airflow.operators.bash import BashOperator

with DAG(
    dag_id="tauspark_rebuild",
    schedule="15 3 * * 0",
    start_date=datetime(2026, 1, 1),
    catchup=False,
    # A second one would be refused by the lease on the memory; this spares the start.
    max_active_runs=1,
):
    BashOperator(
        task_id="rebuild",
        # The script takes the place of the shell, so that a cleared task stops it.
        bash_command=(
            "cd /opt/tauspark && exec conf/schedule/rebuild.sh conf/cluster-laplacian.conf hdfs:///tauspark/memory"
            " --master yarn --properties-file conf/clusters/yarn.properties"
        ),
        env={"SPARK_HOME": "/opt/spark", "KEEP": "10"},
        append_env=True,
        retries=0,
        execution_timeout=timedelta(hours=6),
    )
